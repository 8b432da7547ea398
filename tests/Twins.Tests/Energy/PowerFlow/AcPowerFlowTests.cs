using Twins.Energy.PowerFlow;
using Twins.Energy.PowerFlow.Networks;
using Twins.Energy.PowerFlow.Results;

namespace Twins.Tests.Energy.PowerFlow;

public sealed class AcPowerFlowTests
{
    [Fact]
    public void Solve_BaranWu33_MeetsThePublishedLossesAndLowestVoltage()
    {
        var result = PowerFlowSolver.Solve(BaranWuFeeders.Feeder33);

        Assert.Equal(PowerFlowStatus.Solved, result.Status);
        Assert.Equal(202.68e3, result.TotalLosses, 10.0);
        var lowest = result.AcBuses.MinBy(bus => bus.VoltagePerUnit)!;
        Assert.Equal("18", lowest.Key);
        Assert.Equal(0.91309, lowest.VoltagePerUnit, 5);
    }

    [Fact]
    public void Solve_BaranWu69_MeetsThePublishedLossesAndLowestVoltage()
    {
        var result = PowerFlowSolver.Solve(BaranWuFeeders.Feeder69);

        Assert.Equal(PowerFlowStatus.Solved, result.Status);
        Assert.Equal(224.99e3, result.TotalLosses, 10.0);
        var lowest = result.AcBuses.MinBy(bus => bus.VoltagePerUnit)!;
        Assert.Equal("65", lowest.Key);
        Assert.Equal(0.90919, lowest.VoltagePerUnit, 5);
    }

    [Fact]
    public void Solve_Feeder_ConvergesQuadraticallyAndBalancesEverywhere()
    {
        var result = PowerFlowSolver.Solve(BaranWuFeeders.Feeder33);

        Assert.InRange(result.Iterations, 2, 5);
        foreach (var (bus, described) in result.AcBuses.Zip(BaranWuFeeders.Feeder33.AcBuses).Where(pair => pair.Second.Control == AcBusControl.Load))
        {
            Assert.Equal(described.ActivePower / 10e6, bus.ActivePower / 10e6, 1e-9);
            Assert.Equal(described.ReactivePower / 10e6, bus.ReactivePower / 10e6, 1e-9);
        }
    }

    [Fact]
    public void Solve_MeshedNetworkWithVoltageBus_HoldsTheVoltageAndBalances()
    {
        var network = new NetworkCase
        {
            BasePower = 1e8,
            AcBuses =
            [
                new AcBus("grid", 110_000) { Control = AcBusControl.Slack, VoltageSetpoint = 1.02 },
                new AcBus("plant", 110_000) { Control = AcBusControl.Voltage, VoltageSetpoint = 1.01, ActivePower = 30e6 },
                new AcBus("town", 110_000) { ActivePower = -60e6, ReactivePower = -20e6 },
            ],
            AcBranches =
            [
                new AcBranch("a", "grid", "plant", 2, 8), new AcBranch("b", "plant", "town", 3, 9), new AcBranch("c", "grid", "town", 4, 12),
            ],
        };

        var result = PowerFlowSolver.Solve(network);

        Assert.Equal(PowerFlowStatus.Solved, result.Status);
        Assert.Equal(1.01, result.AcBuses[1].VoltagePerUnit, 12);
        Assert.Equal(30e6, result.AcBuses[1].ActivePower, 1.0);
        Assert.Equal(result.AcBuses.Sum(bus => bus.ActivePower), result.TotalLosses, 1e-1);
    }

    [Fact]
    public void Solve_Transformer_RaisesTheVoltageByItsTap()
    {
        var network = new NetworkCase
        {
            AcBuses = [new AcBus("mv", 20_000) { Control = AcBusControl.Slack }, new AcBus("lv", 400)],
            AcBranches = [new AcBranch("transformer", "mv", "lv", 0.002, 0.01) { TapRatio = 0.95, PhaseShift = 30 }],
        };

        var result = PowerFlowSolver.Solve(network);

        Assert.Equal(400 / 0.95, result.AcBuses[1].Voltage, 6);
        Assert.Equal(-30, result.AcBuses[1].Angle, 6);
    }

    [Fact]
    public void Solve_RadialFeederOfTenThousandBuses_BalancesEverywhere()
    {
        var network = LongFeeder.Of(10_000);

        var result = PowerFlowSolver.Solve(network);

        Assert.Equal(PowerFlowStatus.Solved, result.Status);
        Assert.True(result.LargestMismatch / network.BasePower < 1e-9, $"mismatch {result.LargestMismatch} W");
    }
}
