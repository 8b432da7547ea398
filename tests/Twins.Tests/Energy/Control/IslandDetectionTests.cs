using Twins.Energy.Control.Islanding;

namespace Twins.Tests.Energy.Control;

public sealed class IslandDetectionTests
{
    private static readonly GridWindow Window = new(
        47.5, 51.5, 0.85, 1.10, LossDelay: TimeSpan.FromSeconds(1), ReturnDelay: TimeSpan.FromSeconds(3), ReturnMargin: 0.2);

    [Fact]
    public void Step_ShortDip_IsRiddenThrough() =>
        Assert.Equal("CCCC", Run((50, 1, true), (50, 0.5, true), (50, 1, true), (50, 0.5, true)));

    [Fact]
    public void Step_LostGrid_IslandsAfterTheDelayAndReturnsAfterTheOther() => Assert.Equal(
        "CCIIRRRRRRC",
        Run(
            (50, 1, true), (47, 1, true), (47, 1, true), (double.NaN, 0, true),
            (50, 1, false), (50, 1, false), (50, 1, false), (50, 1, false), (50, 1, false), (50, 1, false), (50, 1, false)));

    [Fact]
    public void Step_OpenSwitch_IslandsAtOnce() => Assert.Equal("I", Run((50, 1, false)));

    [Fact]
    public void Step_GridInsideTheWindowButNotTheReturnWindow_StaysIslanded() =>
        Assert.Equal("III", Run((50, 1, false), (51.3, 1, false), (51.3, 1, false)));

    [Fact]
    public void Step_RelapseWhileReconnecting_IslandsAgain() =>
        Assert.Equal("IRRIR", Run((50, 1, false), (50, 1, false), (50, 1, false), (52, 1, false), (50, 1, false)));

    [Fact]
    public void Step_CrossedWindow_IsRefused() => Assert.Throws<ArgumentOutOfRangeException>(() => IslandDetection.Step(
        default, new GridMeasurement(50, 1, true, TimeSpan.FromSeconds(1)), Window with { LowestHz = 60 }));

    /// <summary>Half a second per step; C connected, I islanded, R reconnecting.</summary>
    private static string Run(params ReadOnlySpan<(double Hz, double Voltage, bool Closed)> script)
    {
        var state = default(IslandState);
        var modes = "";
        foreach (var (hz, voltage, closed) in script)
        {
            state = IslandDetection.Step(state, new GridMeasurement(hz, voltage, closed, TimeSpan.FromSeconds(0.5)), Window);
            modes += state.Mode.ToString()[0];
        }

        return modes;
    }
}
