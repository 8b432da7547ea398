using Twins.Energy.Control;
using Twins.Energy.PowerFlow;

namespace Twins.Tests.Energy.Control;

public sealed class DroopTests
{
    private static readonly DroopConverter[] Converters =
        [new("interlink", CurrentA: 20, MinCurrentA: -70, MaxCurrentA: 70), new("battery", CurrentA: 10, MinCurrentA: -40, MaxCurrentA: 40)];

    [Fact]
    public void Choose_Dispatch_IsReproducedByThePowerFlow()
    {
        var setpoints = DroopDesign.Choose(398, 380, 416, Converters);

        var result = PowerFlowSolver.Solve(Bus(setpoints));

        Assert.Equal(398, result.DcBuses[0].Voltage, 6);
        Assert.Equal(20, result.DroopSources[0].Current, 6);
        Assert.Equal(10, result.DroopSources[1].Current, 6);
    }

    [Fact]
    public void Choose_Headroom_DecidesTheResistance()
    {
        var setpoints = DroopDesign.Choose(398, 380, 416, Converters);

        Assert.Equal(18.0 / 50, setpoints[0].DroopResistance, 12);
        Assert.Equal(398 + 18.0 / 50 * 20, setpoints[0].ReferenceVoltage, 12);
        Assert.Equal(18.0 / 30, setpoints[1].DroopResistance, 12);
    }

    [Fact]
    public void Choose_FullConverter_TakesNoPart() =>
        Assert.Equal(1_800, DroopDesign.Choose(398, 380, 416, [new("full", 70, -70, 70)])[0].DroopResistance, 9);

    [Fact]
    public void Choose_CurrentBeyondItsLimit_NamesTheConverter()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => DroopDesign.Choose(398, 380, 416, [new("x", 80, -70, 70)]));

        Assert.StartsWith("CurrentA of 'x' must not exceed MaxCurrentA of 'x' (70).", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_SmallLoadSteps_HoldEveryLimit()
    {
        var outcomes = DroopVerification.Check(Bus(DroopDesign.Choose(398, 380, 416, Converters)), Converters, 380, 416, loadStepW: 2_000);

        Assert.Equal(
            ["dispatch", "2000 W more load at 'bus'", "2000 W less load at 'bus'", "loss of 'interlink'", "loss of 'battery'"],
            [.. outcomes.Select(outcome => outcome.Disturbance)]);
        Assert.All(outcomes.Take(3), outcome => Assert.Empty(outcome.Violations));
    }

    [Fact]
    public void Check_LossOfTheLargerConverter_SaysWhatBreaksAndByHowMuch()
    {
        var strained = new DroopConverter[] { new("interlink", 60, -70, 70), new("battery", 10, -40, 40) };
        var network = Bus(DroopDesign.Choose(398, 380, 416, strained), currentA: -70);

        var loss = DroopVerification.Check(network, strained, 380, 416, loadStepW: 500).Single(outcome => outcome.Disturbance == "loss of 'interlink'");

        Assert.Contains(loss.Violations, text => text.StartsWith("current of 'battery' is 70.00 A, 30.00 A above its limit of 40 A", StringComparison.Ordinal));
        Assert.Contains(loss.Violations, text => text.StartsWith("voltage of bus 'bus' is 362.00 V, 18.00 V below", StringComparison.Ordinal));
    }

    private static NetworkCase Bus(IEnumerable<DroopSetpoint> setpoints, double currentA = -30) => new()
    {
        BasePower = 1e5,
        DcBuses = [new DcBus("bus", 400) { Current = currentA }],
        DroopSources = [.. setpoints.Select(setpoint => new DcDroopSource(setpoint.Key, "bus", setpoint.ReferenceVoltage, setpoint.DroopResistance))],
    };
}
