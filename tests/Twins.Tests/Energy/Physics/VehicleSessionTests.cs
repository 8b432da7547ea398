using Twins.Energy.Physics;

namespace Twins.Tests.Energy.Physics;

public sealed class VehicleSessionTests
{
    private static readonly DateTimeOffset Arrival = new(2026, 6, 1, 8, 0, 0, TimeSpan.Zero);

    private static readonly VehicleSessionParameters Car = new VehicleSessionParameters
    {
        Element = "ev-1",
        Arrival = Arrival,
        Departure = Arrival.AddHours(9),
        CapacityWh = 60_000,
        ArrivalStateOfCharge = 0.4,
        MaxChargePowerW = 11_000,
        MinChargePowerW = 4_140,
        MaxDischargePowerW = 10_000,
    }.Validated();

    [Fact]
    public void Step_WholeVisit_ConservesEnergyAndReachesTheTarget()
    {
        var state = VehicleSession.Start(Car);
        var step = TimeSpan.FromMinutes(1);
        var busWh = 0.0;
        var lossWh = 0.0;
        for (var time = Arrival.AddHours(-1); time < Car.Departure.AddHours(1); time += step)
        {
            (state, var output) = VehicleSession.Step(Car, state, time, -11_000, step);
            busWh += output.PowerW * step.TotalHours;
            lossWh += output.LossW * step.TotalHours;
        }

        Assert.Equal(0.9, state.StateOfCharge, 1e-9);
        Assert.Equal(0, busWh + lossWh + ((state.StateOfCharge - 0.4) * 60_000), 1e-6);
        Assert.Equal(VehiclePhase.Absent, state.Phase);
    }

    [Theory]
    [InlineData(-2, -11_000, VehiclePhase.Absent, 0)]
    [InlineData(1, -11_000, VehiclePhase.Charging, -11_000)]
    [InlineData(1, -3_000, VehiclePhase.Paused, 0)]
    [InlineData(1, 20_000, VehiclePhase.Discharging, 10_000)]
    [InlineData(10, -11_000, VehiclePhase.Absent, 0)]
    public void Step_SetpointAndTime_DecidePhaseAndPower(double hour, double setpointW, VehiclePhase phase, double powerW)
    {
        var (state, output) = VehicleSession.Step(Car, VehicleSession.Start(Car), Arrival.AddHours(hour), setpointW, TimeSpan.FromSeconds(1));

        Assert.Equal(phase, state.Phase);
        Assert.Equal(powerW, output.PowerW, 1e-9);
    }

    [Fact]
    public void Step_AtTheTarget_IsFinished()
    {
        var (state, output) = VehicleSession.Step(Car, new(0.9), Arrival, -11_000, TimeSpan.FromSeconds(1));

        Assert.Equal(VehiclePhase.Finished, state.Phase);
        Assert.Equal(0, output.PowerW);
    }

    [Fact]
    public void Step_BelowTheFloor_GivesNothingBack()
    {
        var (_, output) = VehicleSession.Step(Car, new(0.3), Arrival, 10_000, TimeSpan.FromSeconds(1));

        Assert.Equal(0, output.PowerW);
    }

    [Fact]
    public void Step_NearlyFull_Tapers()
    {
        var (_, output) = VehicleSession.Step(Car, new(0.85), Arrival, -11_000, TimeSpan.FromSeconds(1));

        Assert.Equal(-11_000 * (1 - (0.9 * 0.25)), output.PowerW, 1e-6);
    }

    [Fact]
    public void Validated_DepartureBeforeArrival_NamesBoth()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => (Car with { Departure = Arrival.AddHours(-1) }).Validated());

        Assert.Contains("ev-1: Departure 2026-06-01T07:00:00.0000000+00:00 must be after Arrival 2026-06-01T08:00:00.0000000+00:00.", error.Message, StringComparison.Ordinal);
    }
}
