using Twins.Energy.PowerFlow;
using Twins.Energy.PowerFlow.Networks;
using Twins.Energy.PowerFlow.Results;

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
            Converters = [new Converter("inverter", "island", "battery", ConverterControl.GridForming) { LossConstant = 100, LossLinear = 0.5 }],
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
            new Converter("interlink", "lvac", "lvdc", control)
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
