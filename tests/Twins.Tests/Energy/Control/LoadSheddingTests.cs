using Twins.Energy.Control.Islanding;

namespace Twins.Tests.Energy.Control;

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
