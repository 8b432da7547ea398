using System.Collections.Immutable;
using Twins.Energy.PowerFlow;

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
        Assert.True(result.MaxMismatch / network.BasePower < 1e-9, $"mismatch {result.MaxMismatch} W");
    }
}

/// <summary>
/// The radial test feeders of Baran and Wu: 33 buses ("Network reconfiguration in distribution systems", 1989) and 69 buses
/// ("Optimal capacitor placement on radial distribution systems", 1989); 12.66 kV; impedances in Ω, loads in kW and kvar.
/// Tie switches are open. Row: from, to, R, X, P and Q at the to bus.
/// </summary>
internal static class BaranWuFeeders
{
    public static NetworkCase Feeder33 { get; } = Feeder("Baran-Wu 33", Rows33);

    public static NetworkCase Feeder69 { get; } = Feeder("Baran-Wu 69", Rows69);

    private static double[][] Rows33 =>
    [
        [1, 2, 0.0922, 0.0470, 100, 60], [2, 3, 0.4930, 0.2511, 90, 40], [3, 4, 0.3660, 0.1864, 120, 80],
        [4, 5, 0.3811, 0.1941, 60, 30], [5, 6, 0.8190, 0.7070, 60, 20], [6, 7, 0.1872, 0.6188, 200, 100],
        [7, 8, 0.7114, 0.2351, 200, 100], [8, 9, 1.0300, 0.7400, 60, 20], [9, 10, 1.0440, 0.7400, 60, 20],
        [10, 11, 0.1966, 0.0650, 45, 30], [11, 12, 0.3744, 0.1238, 60, 35], [12, 13, 1.4680, 1.1550, 60, 35],
        [13, 14, 0.5416, 0.7129, 120, 80], [14, 15, 0.5910, 0.5260, 60, 10], [15, 16, 0.7463, 0.5450, 60, 20],
        [16, 17, 1.2890, 1.7210, 60, 20], [17, 18, 0.7320, 0.5740, 90, 40], [2, 19, 0.1640, 0.1565, 90, 40],
        [19, 20, 1.5042, 1.3554, 90, 40], [20, 21, 0.4095, 0.4784, 90, 40], [21, 22, 0.7089, 0.9373, 90, 40],
        [3, 23, 0.4512, 0.3083, 90, 50], [23, 24, 0.8980, 0.7091, 420, 200], [24, 25, 0.8960, 0.7011, 420, 200],
        [6, 26, 0.2030, 0.1034, 60, 25], [26, 27, 0.2842, 0.1447, 60, 25], [27, 28, 1.0590, 0.9337, 60, 20],
        [28, 29, 0.8042, 0.7006, 120, 70], [29, 30, 0.5075, 0.2585, 200, 600], [30, 31, 0.9744, 0.9630, 150, 70],
        [31, 32, 0.3105, 0.3619, 210, 100], [32, 33, 0.3410, 0.5302, 60, 40],
    ];

    private static double[][] Rows69 =>
    [
        [1, 2, 0.0005, 0.0012, 0, 0], [2, 3, 0.0005, 0.0012, 0, 0], [3, 4, 0.0015, 0.0036, 0, 0],
        [4, 5, 0.0251, 0.0294, 0, 0], [5, 6, 0.3660, 0.1864, 2.6, 2.2], [6, 7, 0.3810, 0.1941, 40.4, 30],
        [7, 8, 0.0922, 0.0470, 75, 54], [8, 9, 0.0493, 0.0251, 30, 22], [9, 10, 0.8190, 0.2707, 28, 19],
        [10, 11, 0.1872, 0.0619, 145, 104], [11, 12, 0.7114, 0.2351, 145, 104], [12, 13, 1.0300, 0.3400, 8, 5.5],
        [13, 14, 1.0440, 0.3400, 8, 5.5], [14, 15, 1.0580, 0.3496, 0, 0], [15, 16, 0.1966, 0.0650, 45.5, 30],
        [16, 17, 0.3744, 0.1238, 60, 35], [17, 18, 0.0047, 0.0016, 60, 35], [18, 19, 0.3276, 0.1083, 0, 0],
        [19, 20, 0.2106, 0.0690, 1, 0.6], [20, 21, 0.3416, 0.1129, 114, 81], [21, 22, 0.0140, 0.0046, 5.3, 3.5],
        [22, 23, 0.1591, 0.0526, 0, 0], [23, 24, 0.3463, 0.1145, 28, 20], [24, 25, 0.7488, 0.2475, 0, 0],
        [25, 26, 0.3089, 0.1021, 14, 10], [26, 27, 0.1732, 0.0572, 14, 10], [3, 28, 0.0044, 0.0108, 26, 18.6],
        [28, 29, 0.0640, 0.1565, 26, 18.6], [29, 30, 0.3978, 0.1315, 0, 0], [30, 31, 0.0702, 0.0232, 0, 0],
        [31, 32, 0.3510, 0.1160, 0, 0], [32, 33, 0.8390, 0.2816, 14, 10], [33, 34, 1.7080, 0.5646, 19.5, 14],
        [34, 35, 1.4740, 0.4873, 6, 4], [3, 36, 0.0044, 0.0108, 26, 18.6], [36, 37, 0.0640, 0.1565, 26, 18.6],
        [37, 38, 0.1053, 0.1230, 0, 0], [38, 39, 0.0304, 0.0355, 24, 17], [39, 40, 0.0018, 0.0021, 24, 17],
        [40, 41, 0.7283, 0.8509, 1.2, 1], [41, 42, 0.3100, 0.3623, 0, 0], [42, 43, 0.0410, 0.0478, 6, 4.3],
        [43, 44, 0.0092, 0.0116, 0, 0], [44, 45, 0.1089, 0.1373, 39.2, 26.3], [45, 46, 0.0009, 0.0012, 39.2, 26.3],
        [4, 47, 0.0034, 0.0084, 0, 0], [47, 48, 0.0851, 0.2083, 79, 56.4], [48, 49, 0.2898, 0.7091, 384.7, 274.5],
        [49, 50, 0.0822, 0.2011, 384.7, 274.5], [8, 51, 0.0928, 0.0473, 40.5, 28.3], [51, 52, 0.3319, 0.1140, 3.6, 2.7],
        [9, 53, 0.1740, 0.0886, 4.3, 3.5], [53, 54, 0.2030, 0.1034, 26.4, 19], [54, 55, 0.2842, 0.1447, 24, 17.2],
        [55, 56, 0.2813, 0.1433, 0, 0], [56, 57, 1.5900, 0.5337, 0, 0], [57, 58, 0.7837, 0.2630, 0, 0],
        [58, 59, 0.3042, 0.1006, 100, 72], [59, 60, 0.3861, 0.1172, 0, 0], [60, 61, 0.5075, 0.2585, 1244, 888],
        [61, 62, 0.0974, 0.0496, 32, 23], [62, 63, 0.1450, 0.0738, 0, 0], [63, 64, 0.7105, 0.3619, 227, 162],
        [64, 65, 1.0410, 0.5302, 59, 42], [11, 66, 0.2012, 0.0611, 18, 13], [66, 67, 0.0047, 0.0014, 18, 13],
        [12, 68, 0.7394, 0.2444, 28, 20], [68, 69, 0.0047, 0.0016, 28, 20],
    ];

    private static NetworkCase Feeder(string name, double[][] rows) => new()
    {
        Name = name,
        BasePower = 10e6,
        AcBuses =
        [
            new AcBus("1", 12_660) { Control = AcBusControl.Slack },
            .. rows.Select(row => new AcBus(Key(row[1]), 12_660) { ActivePower = -1000 * row[4], ReactivePower = -1000 * row[5] }),
        ],
        AcBranches = rows
            .Select(row => new AcBranch($"{Key(row[0])}-{Key(row[1])}", Key(row[0]), Key(row[1]), row[2], row[3]))
            .ToImmutableArray(),
    };

    private static string Key(double number) => ((int)number).ToString(System.Globalization.CultureInfo.InvariantCulture);
}
