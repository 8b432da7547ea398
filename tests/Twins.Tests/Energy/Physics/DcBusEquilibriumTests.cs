using Twins.Energy.Physics;

namespace Twins.Tests.Energy.Physics;

public sealed class DcBusTests
{
    [Fact]
    public void Solve_TwoSourcesAndAConstantCurrent_ShareByTheirDroop()
    {
        // Hand calculation: 0.1 Ω and 0.2 Ω at 400 V with 30 A share 20 A and 10 A at 398 V.
        DroopSource[] sources = [new(400, 0.1), new(400, 0.2)];

        var balance = DcBusEquilibrium.Solve(sources, new(0, -30));

        Assert.Equal(398, balance.VoltageV, 1e-9);
        Assert.Equal(20, sources[0].CurrentA(balance.VoltageV), 1e-9);
        Assert.Equal(10, sources[1].CurrentA(balance.VoltageV), 1e-9);
    }

    [Fact]
    public void Solve_ConstantPowerLoad_IsTheUpperRoot()
    {
        // V² − 400·V + 0.2·20000 = 0 → 389.737 V, 51.317 A.
        var balance = DcBusEquilibrium.Solve([new(400, 0.2)], new(-20_000));

        Assert.Equal(389.73666, balance.VoltageV, 1e-5);
    }

    [Theory]
    [InlineData(-199_999, DcBusStatus.Balanced, 0)]
    [InlineData(-200_001, DcBusStatus.TooMuchLoad, 1)]
    [InlineData(-250_000, DcBusStatus.TooMuchLoad, 50_000)]
    public void Solve_AroundTheGreatestPower_SaysWhatIsMissing(double powerW, DcBusStatus status, double missingW)
    {
        // A source of 400 V behind 0.2 Ω delivers at most V²/4r = 200 kW.
        var balance = DcBusEquilibrium.Solve([new(400, 0.2)], new(powerW));

        Assert.Equal(status, balance.Status);
        Assert.Equal(missingW, balance.MissingPowerW, 1e-6);
    }

    [Fact]
    public void Solve_OneSourceAtItsLimit_TheOtherTakesTheRest()
    {
        DroopSource[] sources = [new(400, 0.1, -20, 15), new(400, 0.2)];

        var balance = DcBusEquilibrium.Solve(sources, new(0, -30));

        Assert.Equal(397, balance.VoltageV, 1e-9);
        Assert.Equal(15, sources[0].CurrentA(balance.VoltageV));
    }

    [Fact]
    public void Solve_MoreSupplyThanAnythingTakes_RunsAway()
    {
        var balance = DcBusEquilibrium.Solve([new(400, 0.1, 0, 100)], new(5_000));

        Assert.Equal(DcBusStatus.TooMuchSupply, balance.Status);
        Assert.True(double.IsNaN(balance.VoltageV));
    }

    [Fact]
    public void Solve_RandomBuses_ConservesPower()
    {
        var random = new Random(11);
        var balanced = 0;
        Span<DroopSource> sources = stackalloc DroopSource[6];
        for (var trial = 0; trial < 5_000; trial++)
        {
            foreach (ref var source in sources)
            {
                var limit = 20 + (200 * random.NextDouble());
                source = new(380 + (40 * random.NextDouble()), 0.01 + random.NextDouble(), -limit, limit);
            }

            var injection = new DcBusInjection(400_000 * (random.NextDouble() - 0.6), 50 * (random.NextDouble() - 0.5), 0.1 * random.NextDouble());
            var balance = DcBusEquilibrium.Solve(sources, injection);
            if (balance.Status != DcBusStatus.Balanced)
            {
                continue;
            }

            balanced++;
            var sum = injection.PowerW + ((injection.CurrentA - (injection.ConductanceS * balance.VoltageV)) * balance.VoltageV);
            foreach (var source in sources)
            {
                sum += source.CurrentA(balance.VoltageV) * balance.VoltageV;
            }

            Assert.Equal(0, sum, 1e-6 * Math.Abs(injection.PowerW));
        }

        Assert.InRange(balanced, 3_000, 5_000);
    }

    [Fact]
    public void Through_OperatingPoint_LiesOnTheLine()
    {
        var source = DroopSource.Through(398, 20, 0.1);

        Assert.Equal(400, source.ReferenceVoltageV, 1e-12);
        Assert.Equal(20, source.CurrentA(398), 1e-9);
    }

    [Fact]
    public void Solve_NoSource_Throws() => Assert.Throws<ArgumentException>(() => DcBusEquilibrium.Solve([], new(-1)));

    [Fact]
    public void Solve_ZeroDroop_NamesIt()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => DcBusEquilibrium.Solve([new(400, 0)], new(-1)));

        Assert.Contains("DC bus: DroopResistanceOhm must be a finite number above 0, but it is 0.", error.Message, StringComparison.Ordinal);
    }
}
