using Twins.Energy.Control;

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
        default, new GridMeasurement(50, 1, true, TimeSpan.FromSeconds(1)), Window with { MinHz = 60 }));

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

public sealed class LoadSheddingTests
{
    private static readonly SheddableLoad[] Loads =
        [new("oven", 1, 20_000), new("compressor", 2, 10_000), new("light", 9, 2_000)];

    private static readonly SheddingPolicy Policy = new(ReserveW: 3_000, RestoreDelay: TimeSpan.FromSeconds(2));

    [Fact]
    public void Step_PowerShort_ShedsTheLeastImportantUntilItSuffices()
    {
        var state = LoadShedding.Step(SheddingState.None, Loads, -25_000, TimeSpan.FromSeconds(1), Policy);

        Assert.Equal(["compressor", "oven"], state.Shed);
    }

    [Fact]
    public void Step_PowerBack_RestoresOneAtATimeTheMostImportantFirst()
    {
        var shed = LoadShedding.Step(SheddingState.None, Loads, -31_000, TimeSpan.FromSeconds(1), Policy);

        Assert.Equal(["light+compressor+oven", "light+compressor+oven", "compressor+oven", "compressor+oven", "oven"], Run(shed, 0, 6_000, 6_000, 15_000, 15_000));
    }

    [Fact]
    public void Step_MarginWithoutReserve_DoesNotFlap()
    {
        var shed = LoadShedding.Step(SheddingState.None, Loads, -1_000, TimeSpan.FromSeconds(1), Policy);

        Assert.Equal(["oven", "oven", "oven"], Run(shed, 20_500, 22_900, 22_900));
    }

    [Fact]
    public void Step_NothingLeftToShed_ShedsAllAndStays()
    {
        var state = LoadShedding.Step(SheddingState.None, Loads, -1e9, TimeSpan.FromSeconds(1), Policy);

        Assert.Equal(3, state.Shed.Count);
        Assert.Equal(3, LoadShedding.Step(state, Loads, -1e9, TimeSpan.FromSeconds(1), Policy).Shed.Count);
    }

    private static List<string> Run(SheddingState state, params ReadOnlySpan<double> margins)
    {
        var script = new List<string>();
        foreach (var margin in margins)
        {
            state = LoadShedding.Step(state, Loads, margin, TimeSpan.FromSeconds(1), Policy);
            script.Add(string.Join('+', state.Shed.Reverse().OrderByDescending(key => Loads.Single(load => load.Key == key).Priority)));
        }

        return script;
    }
}
