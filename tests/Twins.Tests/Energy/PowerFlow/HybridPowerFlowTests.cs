using Twins.Energy.PowerFlow;

namespace Twins.Tests.Energy.PowerFlow;

public sealed class HybridPowerFlowTests
{
    [Fact]
    public void Solve_PowerConverter_DeliversItsSetpointAndDrawsItsLossesBeside()
    {
        var result = PowerFlowSolver.Solve(Building(ConverterControl.Power) with
        {
            DroopSources = [new DcDroopSource("battery", "lvdc", 700, 0.05)],
        });

        var converter = result.Converters[0];
        Assert.Equal(PowerFlowStatus.Solved, result.Status);
        Assert.Equal(15_000, converter.DcPower, 1e-3);
        var current = Math.Sqrt(converter.AcPower * converter.AcPower + converter.ReactivePower * converter.ReactivePower)
            / (Math.Sqrt(3) * result.AcBuses[1].Voltage);
        Assert.Equal(current, converter.AcCurrent, 6);
        Assert.Equal(120 + 0.6 * current + 0.02 * current * current, converter.Losses, 1e-4);
        Assert.Equal(-converter.Losses, converter.AcPower + converter.DcPower, 1e-4);
    }

    [Fact]
    public void Solve_VoltageHoldingConverter_FeedsTheDcLoadAndHoldsTheVoltage()
    {
        var result = PowerFlowSolver.Solve(Building(ConverterControl.DcVoltage));

        Assert.Equal(PowerFlowStatus.Solved, result.Status);
        Assert.Equal(700, result.DcBuses[0].Voltage, 6);
        Assert.True(result.Converters[0].DcPower > 20_000, "the converter feeds load and line losses");
    }

    [Fact]
    public void Solve_DroopConverter_FollowsItsCharacteristic()
    {
        var result = PowerFlowSolver.Solve(Building(ConverterControl.Droop));

        var voltage = result.DcBuses[0].Voltage;
        Assert.Equal(710 - 0.4 * result.Converters[0].DcPower / voltage, voltage, 6);
    }

    [Fact]
    public void Solve_GridFormingConverter_CarriesTheIslandFromTheDcSide()
    {
        var network = new NetworkCase
        {
            BasePower = 1e5,
            AcBuses = [new AcBus("island", 400), new AcBus("house", 400) { ActivePower = -8_000, ReactivePower = -2_000 }],
            AcBranches = [new AcBranch("cable", "island", "house", 0.1, 0.05)],
            DcBuses = [new DcBus("battery", 700) { FixedVoltage = 700 }],
            Converters = [new AcDcConverter("inverter", "island", "battery", ConverterControl.GridForming) { LossConstant = 100, LossLinear = 0.5 }],
        };

        var result = PowerFlowSolver.Solve(network);

        Assert.Equal(PowerFlowStatus.Solved, result.Status);
        Assert.Equal(1, result.AcBuses[0].VoltagePerUnit, 12);
        Assert.Equal(result.AcBuses[0].ActivePower, result.Converters[0].AcPower, 1e-3);
        Assert.Equal(result.AcBuses[0].ReactivePower, result.Converters[0].ReactivePower, 1e-3);
        Assert.True(result.Converters[0].DcPower < -8_100, "the DC side pays for load, cable and converter losses");
    }

    [Fact]
    public void Solve_TwoIslandsInOneCase_AreSolvedTogether()
    {
        var connected = Building(ConverterControl.DcVoltage);
        var network = connected with
        {
            DcBuses = [.. connected.DcBuses, new DcBus("alone", 48) { Power = -200 }],
            DroopSources = [new DcDroopSource("cell", "alone", 50, 0.1)],
        };

        var result = PowerFlowSolver.Solve(network);

        Assert.Equal((50 + Math.Sqrt(50 * 50 - 4 * 0.1 * 200)) / 2, result.DcBuses[2].Voltage, 1e-6);
    }

    private static NetworkCase Building(ConverterControl control) => new()
    {
        BasePower = 1e5,
        AcBuses = [new AcBus("grid", 400) { Control = AcBusControl.Slack }, new AcBus("lvac", 400) { ActivePower = -10_000, ReactivePower = -3_000 }],
        AcBranches = [new AcBranch("feed", "grid", "lvac", 0.05, 0.03)],
        DcBuses = [new DcBus("lvdc", 700), new DcBus("shop", 700) { Power = -20_000 }],
        DcLines = [new DcLine("rail", "lvdc", "shop", 0.2)],
        Converters =
        [
            new AcDcConverter("interlink", "lvac", "lvdc", control)
            {
                PowerSetpoint = 15_000,
                ReactivePower = 2_000,
                ReferenceVoltage = control == ConverterControl.Droop ? 710 : 0,
                DroopResistance = 0.4,
                LossConstant = 120,
                LossLinear = 0.6,
                LossQuadratic = 0.02,
            },
        ],
    };
}

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
