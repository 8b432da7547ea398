using Twins.Adapters;
using Twins.Devices;
using Twins.Adapters.Modbus;

namespace Twins.Cluster.Tests.Adapters.Modbus;

public sealed class ReachabilityTests
{
    [Fact]
    public void After_Script_OneLostAnswerIsNotOffline()
    {
        (PollEnd End, Connectivity State, bool Reported)[] script =
        [
            (PollEnd.Answered, Connectivity.Online, true),
            (PollEnd.Silent, Connectivity.Online, false),
            (PollEnd.Answered, Connectivity.Online, false),
            (PollEnd.Silent, Connectivity.Online, false),
            (PollEnd.Silent, Connectivity.Offline, true),
            (PollEnd.Silent, Connectivity.Offline, false),
            (PollEnd.Answered, Connectivity.Online, true),
            (PollEnd.NoConnection, Connectivity.Offline, true),
        ];
        Reachability reachability = default;

        foreach ((PollEnd end, Connectivity state, bool reported) in script)
        {
            (reachability, ConnectivityReport? report) = reachability.After(end, "no answer", default);
            Assert.Equal((state, reported), (reachability.State, report is not null));
            Assert.Equal(report?.State == Connectivity.Offline ? "no answer" : null, report?.Reason);
        }
    }
}
