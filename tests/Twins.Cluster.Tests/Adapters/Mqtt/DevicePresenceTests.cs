using Twins.Devices;
using Twins.Adapters.Mqtt;

namespace Twins.Cluster.Tests.Adapters.Mqtt;

public sealed class DevicePresenceTests
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    private DevicePresence _presence;

    [Fact]
    public void Script_PeriodicDevice_FromSilenceToWill()
    {
        Step(presence => presence.AfterConnected(Period, At(0)), Connectivity.Unknown, reported: false);
        Step(presence => presence.AfterSilence(Period, At(12)), Connectivity.Unknown, reported: false);
        Step(presence => presence.AfterSilence(Period, At(13)), Connectivity.Offline, reported: true);
        Assert.Equal("nothing was heard for 13 s; it should report every 5 s", _presence.Reason);
        Step(_ => DevicePresence.Present(At(14)), Connectivity.Online, reported: true);
        Step(_ => DevicePresence.Present(At(19)), Connectivity.Online, reported: false);
        Step(presence => presence.AfterSilence(Period, At(31)), Connectivity.Online, reported: false);
        Step(presence => presence.AfterLost("its will says so"), Connectivity.Offline, reported: true);
        Assert.Equal("its will says so", _presence.Reason);
        Step(presence => presence.AfterSilence(Period, At(60)), Connectivity.Offline, reported: false);
        Step(_ => DevicePresence.Present(At(61)), Connectivity.Online, reported: true);
    }

    [Fact]
    public void Script_ConnectionLostAndBack_DeviceIsOfflineUntilHeard()
    {
        Step(_ => DevicePresence.Present(At(0)), Connectivity.Online, reported: true);
        Step(presence => presence.AfterLost("the broker closed"), Connectivity.Offline, reported: true);
        Step(presence => presence.AfterConnected(Period, At(30)), Connectivity.Offline, reported: false);
        Step(_ => DevicePresence.Present(At(31)), Connectivity.Online, reported: true);
    }

    [Fact]
    public void Script_DeviceThatReportsOnChange_IsNeverSilentAndMayBeThereAfterAReconnect()
    {
        Step(_ => DevicePresence.Present(At(0)), Connectivity.Online, reported: true);
        Step(presence => presence.AfterSilence(null, At(9_999)), Connectivity.Online, reported: false);
        Step(presence => presence.AfterLost("the broker closed"), Connectivity.Offline, reported: true);
        Step(presence => presence.AfterConnected(null, At(10_001)), Connectivity.Unknown, reported: true);
        Assert.Null(_presence.Reason);
    }

    private static MonotonicTime At(int seconds) => new(TimeSpan.FromSeconds(seconds).Ticks);

    private void Step(Func<DevicePresence, DevicePresence> step, Connectivity state, bool reported)
    {
        Connectivity before = _presence.State;
        _presence = step(_presence);
        Assert.Equal((state, reported), (_presence.State, before != _presence.State));
    }
}
