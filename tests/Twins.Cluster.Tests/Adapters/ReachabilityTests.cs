using Twins.Adapters;
using Twins.Devices;

namespace Twins.Cluster.Tests.Adapters;

public sealed class ReachabilityTests
{
    [Fact]
    public void After_Script_OneLostAnswerIsNotOffline()
    {
        (PollEnd End, Connectivity State)[] script =
        [
            (PollEnd.Silent, Connectivity.Unknown),
            (PollEnd.Answered, Connectivity.Online),
            (PollEnd.Silent, Connectivity.Online),
            (PollEnd.Answered, Connectivity.Online),
            (PollEnd.Silent, Connectivity.Online),
            (PollEnd.Silent, Connectivity.Offline),
            (PollEnd.Silent, Connectivity.Offline),
            (PollEnd.Answered, Connectivity.Online),
            (PollEnd.NoConnection, Connectivity.Offline),
        ];
        Reachability reachability = default;

        foreach ((PollEnd end, Connectivity state) in script)
        {
            reachability = reachability.After(end);
            Assert.Equal(state, reachability.State);
        }
    }
}
