using Twins.Energy.PowerFlow;
using Twins.Energy.PowerFlow.Networks;
using Twins.Energy.PowerFlow.Results;

namespace Twins.Tests.Energy.PowerFlow;

public sealed class DcPowerFlowTests
{
    [Fact]
    public void Solve_TwoBuses_MeetsTheClosedForm()
    {
        var result = PowerFlowSolver.Solve(TwoBuses(20_000));

        var voltage = (400 + Math.Sqrt(400 * 400 - 4 * 0.2 * 20_000)) / 2;
        Assert.Equal(389.737, voltage, 3);
        Assert.Equal(voltage, result.DcBuses[1].Voltage, 9);
        Assert.Equal(51.317, result.DcLines[0].Current, 3);
        Assert.Equal(0.2 * Math.Pow(20_000 / voltage, 2), result.TotalLosses, 6);
    }

    [Fact]
    public void Solve_JustBelowTheLargestPower_HasASolution() =>
        Assert.Equal(PowerFlowStatus.Solved, PowerFlowSolver.Solve(TwoBuses(199_900)).Status);

    [Fact]
    public void Solve_AboveTheLargestPower_SaysWhichBusAndHowFar()
    {
        var result = PowerFlowSolver.Solve(TwoBuses(250_000));

        Assert.Equal(PowerFlowStatus.NoSolution, result.Status);
        Assert.NotNull(result.Collapse);
        Assert.Equal("load", result.Collapse.Bus);
        Assert.Equal(0.8, result.Collapse.LoadableShare, 1e-3);
        Assert.Equal(200, result.Collapse.Voltage, 5.0);
    }

    [Fact]
    public void Solve_TwoDroopSources_ShareTheLoadByTheirResistances()
    {
        var network = new NetworkCase
        {
            DcBuses = [new DcBus("bus", 400) { Current = -30 }],
            DroopSources = [new DcDroopSource("a", "bus", 400, 0.1), new DcDroopSource("b", "bus", 400, 0.2)],
        };

        var result = PowerFlowSolver.Solve(network);

        Assert.Equal(398, result.DcBuses[0].Voltage, 9);
        Assert.Equal(20, result.DroopSources[0].Current, 9);
        Assert.Equal(10, result.DroopSources[1].Current, 9);
    }

    [Fact]
    public void Solve_ConductanceLoadInAMesh_BalancesAtEveryBus()
    {
        var network = new NetworkCase
        {
            BasePower = 1e5,
            DcBuses =
            [
                new DcBus("source", 700) { FixedVoltage = 705 }, new DcBus("a", 700) { Power = -12_000 },
                new DcBus("b", 700) { Conductance = 0.02, Current = 4 },
            ],
            DcLines = [new DcLine("1", "source", "a", 0.3), new DcLine("2", "a", "b", 0.2), new DcLine("3", "source", "b", 0.5)],
        };

        var result = PowerFlowSolver.Solve(network);

        var volts = result.DcBuses[2].Voltage;
        Assert.Equal(-12_000, result.DcBuses[1].Power, 1e-4);
        Assert.Equal(4 * volts - 0.02 * volts * volts, result.DcBuses[2].Power, 1e-4);
        Assert.Equal(result.DcBuses.Sum(bus => bus.Power), result.TotalLosses, 1e-4);
    }

    private static NetworkCase TwoBuses(double load) => new()
    {
        DcBuses = [new DcBus("source", 400) { FixedVoltage = 400 }, new DcBus("load", 400) { Power = -load }],
        DcLines = [new DcLine("line", "source", "load", 0.2)],
    };
}
