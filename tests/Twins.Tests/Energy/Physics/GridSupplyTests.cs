using Twins.Energy.Physics;

namespace Twins.Tests.Energy.Physics;

public sealed class MeteringTests
{
    private static readonly DateTimeOffset Noon = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly GridSupplyParameters Grid = new GridSupplyParameters { Seed = 8 }.Validated();

    [Fact]
    public void EnergyCounters_BothDirections_CountApartAndNeverShrink()
    {
        var counters = default(EnergyCounters).After(6_000, TimeSpan.FromMinutes(30)).After(-2_000, TimeSpan.FromMinutes(15));

        Assert.Equal(3_000, counters.DeliveredWh, 1e-9);
        Assert.Equal(500, counters.DrawnWh, 1e-9);
        Assert.Equal(2_500, counters.NetWh, 1e-9);
    }

    [Fact]
    public void AlternatingCurrentReading_KnownPowers_ShowsCurrentsAndPowerFactor()
    {
        var reading = new AlternatingCurrentReading(new(2_300, -2_300, 0), new(0, 0, 2_300), ThreePhase.Even(230));

        Assert.Equal(new ThreePhase(10, -10, 10), reading.CurrentA);
        Assert.Equal(2_300, reading.ApparentPowerVa, 1e-9);
        Assert.Equal(0, reading.PowerFactor, 1e-12);
    }

    [Fact]
    public void GridSupply_ADay_StaysInItsBands()
    {
        for (var second = 0; second < 86_400; second += 7)
        {
            var time = Noon.AddSeconds(second);
            Assert.InRange(GridSupply.FrequencyHz(Grid, time), 49.96, 50.04);
            var voltage = GridSupply.VoltageV(Grid, time, default, default);
            Assert.InRange(voltage.A, 230 * 0.985, 230 * 1.015);
            Assert.InRange(voltage.Mean, 230 * 0.985, 230 * 1.015);
        }
    }

    [Fact]
    public void GridSupply_Import_LowersTheVoltage()
    {
        var idle = GridSupply.VoltageV(Grid, Noon, default, default);
        var loaded = GridSupply.VoltageV(Grid, Noon, ThreePhase.Even(23_000), default);

        Assert.Equal(1, idle.A - loaded.A, 1e-9);
    }

    [Fact]
    public void EnergyCounters_NaN_NamesIt()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => default(EnergyCounters).After(double.NaN, TimeSpan.FromSeconds(1)));

        Assert.Contains("energy counters: powerW must be a finite number, but it is NaN.", error.Message, StringComparison.Ordinal);
    }
}
