using Twins.Energy.PowerFlow;

namespace Twins.Tests.Energy.PowerFlow;

public sealed class PowerFlowSensitivitiesTests
{
    private const double Step = 100;

    [Theory]
    [InlineData("18")]
    [InlineData("25")]
    public void VoltagePerPower_OfAFeeder_EqualsTheDifferenceOfTwoSolutions(string bus)
    {
        var sensitivity = PowerFlowSensitivities.At(BaranWuFeeders.Feeder33)!.VoltagePerPower(bus);

        var before = PowerFlowSolver.Solve(With(bus, -Step));
        var after = PowerFlowSolver.Solve(With(bus, Step));
        foreach (var (low, high) in before.AcBuses.Zip(after.AcBuses))
        {
            Assert.Equal((high.Voltage - low.Voltage) / (2 * Step), sensitivity[low.Key], 1e-9);
        }
    }

    [Fact]
    public void FlowPerPower_OfAFeeder_EqualsTheDifferenceOfTwoSolutions()
    {
        var sensitivity = PowerFlowSensitivities.At(BaranWuFeeders.Feeder33)!.FlowPerPower("18");

        var before = PowerFlowSolver.Solve(With("18", -Step));
        var after = PowerFlowSolver.Solve(With("18", Step));
        foreach (var (low, high) in before.AcBranches.Zip(after.AcBranches))
        {
            Assert.Equal((high.FromActivePower - low.FromActivePower) / (2 * Step), sensitivity[low.Key], 1e-6);
        }

        Assert.InRange(sensitivity["1-2"], -1.2, -1.0);
    }

    [Fact]
    public void VoltagePerPower_OfADcFeeder_IsTheClosedForm()
    {
        var network = new NetworkCase
        {
            DcBuses = [new DcBus("source", 400) { FixedVoltage = 400 }, new DcBus("load", 400) { Power = -20_000 }],
            DcLines = [new DcLine("line", "source", "load", 0.2)],
        };

        var sensitivity = PowerFlowSensitivities.At(network)!.VoltagePerPower("load");

        var voltage = (400 + Math.Sqrt(400 * 400 - 4 * 0.2 * 20_000)) / 2;
        Assert.Equal(0.2 / (2 * voltage - 400), sensitivity["load"], 1e-12);
        Assert.Equal(0, sensitivity["source"]);
    }

    [Fact]
    public void At_CaseWithoutSolution_IsNull() => Assert.Null(PowerFlowSensitivities.At(new NetworkCase
    {
        DcBuses = [new DcBus("source", 400) { FixedVoltage = 400 }, new DcBus("load", 400) { Power = -300_000 }],
        DcLines = [new DcLine("line", "source", "load", 0.2)],
    }));

    [Fact]
    public void VoltagePerPower_UnknownBus_IsRefusedByName()
    {
        var error = Assert.Throws<ArgumentException>(() => PowerFlowSensitivities.At(BaranWuFeeders.Feeder33)!.VoltagePerPower("99"));

        Assert.StartsWith("The case has no bus '99'.", error.Message, StringComparison.Ordinal);
    }

    private static NetworkCase With(string bus, double watts) => BaranWuFeeders.Feeder33 with
    {
        AcBuses =
        [
            .. BaranWuFeeders.Feeder33.AcBuses.Select(described =>
                described.Key == bus ? described with { ActivePower = described.ActivePower + watts } : described),
        ],
    };
}
