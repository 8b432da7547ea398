using Twins.Devices;
using Twins.Adapters.Mqtt;

namespace Twins.Cluster.Tests.Adapters.Mqtt;

public sealed class DevicePresenceTests
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    private DevicePresence _presence;
    private ConnectivityReport? _report;

    [Fact]
    public void Script_PeriodicDevice_FromSilenceToWill()
    {
        Step(presence => presence.AfterConnected(Period, At(0)), Connectivity.Unknown, reported: false);
        Step(presence => presence.AfterSilence(Period, At(12)), Connectivity.Unknown, reported: false);
        Step(presence => presence.AfterSilence(Period, At(13)), Connectivity.Offline, reported: true);
        Assert.Equal("nothing was heard for 13 s; it should report every 5 s", _report!.Reason);
        Step(presence => presence.AfterHeard(At(14)), Connectivity.Online, reported: true);
        Step(presence => presence.AfterHeard(At(19)), Connectivity.Online, reported: false);
        Step(presence => presence.AfterSilence(Period, At(31)), Connectivity.Online, reported: false);
        Step(presence => presence.AfterLost("its will says so", At(31)), Connectivity.Offline, reported: true);
        Assert.Equal(("its will says so", At(31)), (_report!.Reason, _report.Since));
        Step(presence => presence.AfterSilence(Period, At(60)), Connectivity.Offline, reported: false);
        Step(presence => presence.AfterHeard(At(61)), Connectivity.Online, reported: true);
    }

    [Fact]
    public void Script_ConnectionLostAndBack_DeviceIsOfflineUntilHeard()
    {
        Step(presence => presence.AfterHeard(At(0)), Connectivity.Online, reported: true);
        Step(presence => presence.AfterLost("the broker closed", At(1)), Connectivity.Offline, reported: true);
        Step(presence => presence.AfterConnected(Period, At(30)), Connectivity.Offline, reported: false);
        Step(presence => presence.AfterHeard(At(31)), Connectivity.Online, reported: true);
    }

    [Fact]
    public void Script_DeviceThatReportsOnChange_IsNeverSilentAndMayBeThereAfterAReconnect()
    {
        Step(presence => presence.AfterHeard(At(0)), Connectivity.Online, reported: true);
        Step(presence => presence.AfterSilence(null, At(9_999)), Connectivity.Online, reported: false);
        Step(presence => presence.AfterLost("the broker closed", At(10_000)), Connectivity.Offline, reported: true);
        Step(presence => presence.AfterConnected(null, At(10_001)), Connectivity.Unknown, reported: true);
        Assert.Null(_report!.Reason);
    }

    private static Timestamp At(int seconds) => new(seconds * 1_000_000L);

    private void Step(Func<DevicePresence, (DevicePresence Next, ConnectivityReport? Report)> step, Connectivity state, bool reported)
    {
        (_presence, _report) = step(_presence);
        Assert.Equal((state, reported), (_presence.State, _report is not null));
        Assert.Equal(reported ? state : null, _report?.State);
    }
}
