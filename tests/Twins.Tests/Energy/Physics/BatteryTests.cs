using Twins.Energy.Physics;

namespace Twins.Tests.Energy.Physics;

public sealed class BatteryTests
{
    private static readonly BatteryParameters Ideal = new()
    {
        Element = "bess-1",
        CapacityAh = 100,
        OpenCircuitVoltage = new((0, 500), (1, 500)),
        InternalResistanceOhm = 0.1,
        MaxChargePowerW = 50_000,
        MaxDischargePowerW = 50_000,
        SelfDischargePerDay = 0,
        Ageing = new() { CycleFadePerFullCycle = 0, CalendarFadeFirstYear = 0 },
    };

    [Theory]
    [InlineData(0.25)]
    [InlineData(60)]
    [InlineData(900)]
    public void Step_AnyPowerAnyStep_ConservesEnergy(double stepS)
    {
        var battery = BatteryParameters.FromRatings("bess-1", 200_000, 100_000, 100_000);
        var state = Battery.Start(battery, 0.5);
        var step = TimeSpan.FromSeconds(stepS);
        var random = new Random(5);
        for (var i = 0; i < 2_000; i++)
        {
            var before = Battery.StoredEnergyWh(battery, state);
            var input = new BatteryInput((random.NextDouble() - 0.5) * 260_000, 15 + (20 * random.NextDouble()));
            (state, var output) = Battery.Step(battery, state, input, step);

            var gone = before - output.StoredEnergyWh;
            var accounted = ((output.PowerW + output.LossW) * step.TotalHours) + output.FadedEnergyWh;
            Assert.Equal(gone, accounted, 1e-9 * 200_000);
            Assert.True(output.LossW >= 0);
            Assert.InRange(state.StateOfCharge, battery.MinStateOfCharge - 1e-3, battery.MaxStateOfCharge + 1e-9);
        }
    }

    [Fact]
    public void Step_Discharging_FollowsTheEquivalentCircuit()
    {
        // 9.8 kW at the bus are 10 kW at the cells: I = (500 − √(500² − 4·0.1·10000))/(2·0.1).
        var (state, output) = Battery.Step(Ideal, Battery.Start(Ideal, 0.5), new(9_800, 25), TimeSpan.FromHours(1));

        var currentA = (500 - Math.Sqrt(246_000)) / 0.2;
        Assert.Equal(9_800, output.PowerW, 1e-6);
        Assert.Equal(currentA, output.CurrentA, 1e-6);
        Assert.Equal(500 - (0.1 * currentA), output.VoltageV, 1e-6);
        Assert.Equal(0.5 - (currentA / 100), state.StateOfCharge, 1e-9);
        Assert.Equal((0.1 * currentA * currentA) + 200, output.LossW, 1e-4);
        Assert.Equal(BatteryLimit.None, output.Limit);
    }

    [Fact]
    public void Step_Charging_RaisesTheTerminalVoltageAboveRest()
    {
        var (state, output) = Battery.Step(Ideal, Battery.Start(Ideal, 0.5), new(-10_000, 25), TimeSpan.FromSeconds(1));

        Assert.True(output.CurrentA < 0);
        Assert.True(output.VoltageV > 500);
        Assert.True(state.StateOfCharge > 0.5);
    }

    [Theory]
    [InlineData(200_000, 50_000)]
    [InlineData(-200_000, -50_000)]
    public void Step_BeyondTheRating_GivesTheRating(double wantedW, double givenW)
    {
        var (_, output) = Battery.Step(Ideal, Battery.Start(Ideal, 0.5), new(wantedW, 25), TimeSpan.FromSeconds(1));

        Assert.Equal(givenW, output.PowerW);
        Assert.Equal(BatteryLimit.Power, output.Limit);
    }

    [Theory]
    [InlineData(20_000, 0.05)]
    [InlineData(-20_000, 0.95)]
    public void Step_UntilTheWindowsEdge_StopsExactlyThere(double wantedW, double edge)
    {
        var state = Battery.Start(Ideal, 0.5);
        BatteryOutput output = default;
        for (var hour = 0; hour < 24; hour++)
        {
            (state, output) = Battery.Step(Ideal, state, new(wantedW, 25), TimeSpan.FromHours(0.7));
        }

        Assert.Equal(edge, state.StateOfCharge, 1e-9);
        Assert.Equal(0, output.PowerW, 1e-3);
        Assert.Equal(BatteryLimit.StateOfCharge, output.Limit);
    }

    [Fact]
    public void Step_RoundTrip_LosesWhatTheEfficienciesSay()
    {
        var battery = Ideal with { InternalResistanceOhm = 0, ChargeEfficiency = 0.96, DischargeEfficiency = 0.94 };
        var (full, charged) = Battery.Step(battery, Battery.Start(battery, 0.2), new(-10_000, 25), TimeSpan.FromHours(1));
        var (back, discharged) = Battery.Step(battery, full, new(10_000 * 0.96 * 0.94, 25), TimeSpan.FromHours(1));

        Assert.Equal(0.2, back.StateOfCharge, 1e-12);
        Assert.Equal(0.96 * 0.94, discharged.PowerW / -charged.PowerW, 1e-9);
    }

    [Theory]
    [InlineData(-5, -10_000, 0)]
    [InlineData(-5, 10_000, 10_000)]
    [InlineData(52.5, 50_000, 25_000)]
    [InlineData(60, 10_000, 0)]
    public void Step_OutsideTheTemperatureWindow_ReducesPower(double cellC, double wantedW, double givenW)
    {
        var (_, output) = Battery.Step(Ideal, Battery.Start(Ideal, 0.5, cellC), new(wantedW, cellC), TimeSpan.FromSeconds(1));

        Assert.Equal(givenW, output.PowerW, 1e-9);
        Assert.Equal(givenW == wantedW ? BatteryLimit.None : BatteryLimit.Temperature, output.Limit);
    }

    [Fact]
    public void Step_LongRun_WarmsToTheLossTimesTheResistance()
    {
        var state = Battery.Start(Ideal with { CapacityAh = 1e6 }, 0.5);
        BatteryOutput output = default;
        for (var hour = 0; hour < 48; hour++)
        {
            (state, output) = Battery.Step(Ideal with { CapacityAh = 1e6 }, state, new(20_000, 20), TimeSpan.FromHours(1));
        }

        var heatW = output.CurrentA * output.CurrentA * 0.1;
        Assert.Equal(20 + (0.02 * heatW), state.TemperatureC, 1e-6);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(24)]
    [InlineData(8766)]
    public void Step_AtRestForAYear_FadesWithTheSquareRootOfTime(int stepHours)
    {
        var battery = Ideal with { Ageing = new() { CycleFadePerFullCycle = 0, CalendarFadeFirstYear = 0.02 } };
        var state = Battery.Start(battery, 0.5);
        for (var hour = 0; hour + stepHours <= 8766; hour += stepHours)
        {
            (state, _) = Battery.Step(battery, state, new(0, 25), TimeSpan.FromHours(stepHours));
        }

        Assert.Equal(0.02, state.CalendarFade, 1e-4);
    }

    [Fact]
    public void Step_SelfDischarge_LosesTheDescribedShareADay()
    {
        var battery = Ideal with { SelfDischargePerDay = 0.01 };

        var (state, output) = Battery.Step(battery, Battery.Start(battery, 0.8), new(0, 25), TimeSpan.FromDays(1));

        Assert.Equal(0.8 * Math.Exp(-0.01), state.StateOfCharge, 1e-12);
        Assert.True(output.LossW > 0);
    }

    [Fact]
    public void Step_ZeroResistance_StillWorks()
    {
        var (_, output) = Battery.Step(Ideal with { InternalResistanceOhm = 0 }, Battery.Start(Ideal, 0.5), new(9_800, 25), TimeSpan.FromMinutes(1));

        Assert.Equal(20, output.CurrentA, 1e-9);
    }
}
