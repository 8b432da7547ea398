using Twins.Energy.PowerFlow;

namespace Twins.Tests.Energy.PowerFlow;

public sealed class ReactiveLimitTests
{
    private const double Megavar = 1e6;

    /// <summary>IEEE 14-bus test case (University of Washington archive), with tighter limits on its generators.</summary>
    private const string FourteenBuses = """
        function mpc = case14
        mpc.baseMVA = 100;
        mpc.bus = [
            1 3 0 0 0 0 1 1.06 0 0 1 1.06 0.94; 2 2 21.7 12.7 0 0 1 1.045 0 0 1 1.06 0.94; 3 2 94.2 19 0 0 1 1.01 0 0 1 1.06 0.94;
            4 1 47.8 -3.9 0 0 1 1 0 0 1 1.06 0.94; 5 1 7.6 1.6 0 0 1 1 0 0 1 1.06 0.94; 6 2 11.2 7.5 0 0 1 1.07 0 0 1 1.06 0.94;
            7 1 0 0 0 0 1 1 0 0 1 1.06 0.94; 8 2 0 0 0 0 1 1.09 0 0 1 1.06 0.94; 9 1 29.5 16.6 0 19 1 1 0 0 1 1.06 0.94;
            10 1 9 5.8 0 0 1 1 0 0 1 1.06 0.94; 11 1 3.5 1.8 0 0 1 1 0 0 1 1.06 0.94; 12 1 6.1 1.6 0 0 1 1 0 0 1 1.06 0.94;
            13 1 13.5 5.8 0 0 1 1 0 0 1 1.06 0.94; 14 1 14.9 5 0 0 1 1 0 0 1 1.06 0.94;
        ];
        mpc.gen = [
            1 232.4 0 10 -10 1.06 100 1 332.4 0; 2 40 0 30 -40 1.045 100 1 140 0; 3 0 0 29 0 1.01 100 1 100 0;
            6 0 0 15 -6 1.07 100 1 100 0; 8 0 0 15 -6 1.09 100 1 100 0;
        ];
        mpc.branch = [
            1 2 0.01938 0.05917 0.0528 0 0 0 0 0 1; 1 5 0.05403 0.22304 0.0492 0 0 0 0 0 1; 2 3 0.04699 0.19797 0.0438 0 0 0 0 0 1;
            2 4 0.05811 0.17632 0.034 0 0 0 0 0 1; 2 5 0.05695 0.17388 0.0346 0 0 0 0 0 1; 3 4 0.06701 0.17103 0.0128 0 0 0 0 0 1;
            4 5 0.01335 0.04211 0 0 0 0 0 0 1; 4 7 0 0.20912 0 0 0 0 0.978 0 1; 4 9 0 0.55618 0 0 0 0 0.969 0 1;
            5 6 0 0.25202 0 0 0 0 0.932 0 1; 6 11 0.09498 0.1989 0 0 0 0 0 0 1; 6 12 0.12291 0.25581 0 0 0 0 0 0 1;
            6 13 0.06615 0.13027 0 0 0 0 0 0 1; 7 8 0 0.17615 0 0 0 0 0 0 1; 7 9 0 0.11001 0 0 0 0 0 0 1;
            9 10 0.03181 0.0845 0 0 0 0 0 0 1; 9 14 0.12711 0.27038 0 0 0 0 0 0 1; 10 11 0.08205 0.19207 0 0 0 0 0 0 1;
            12 13 0.22092 0.19988 0 0 0 0 0 0 1; 13 14 0.17093 0.34802 0 0 0 0 0 0 1;
        ];
        """;

    private static readonly (string Bus, double Load)[] Generators = [("1", 0), ("2", 12.7), ("3", 19), ("6", 7.5), ("8", 0)];

    [Fact]
    public void Solve_FourteenBusesWithoutLimits_AreThePublishedReactivePowers()
    {
        var result = PowerFlowSolver.Solve(MatpowerCaseFormat.Read(FourteenBuses), new() { EnforceReactiveLimits = false });

        // MATPOWER, lib/t/t_pf.m, "pf.enforce_q_lims == 0".
        Assert.All(
            Generated(result).Zip([-16.549300542, 43.557100134, 25.075348495, 12.730944405, 17.623451366]),
            pair => Assert.Equal(pair.Second, pair.First, 1e-6));
        Assert.All(result.AcBuses, bus => Assert.Equal(ReactiveLimit.None, bus.ReactiveLimit));
    }

    [Fact]
    public void Solve_FourteenBusesWithLimits_AreThePublishedOnesAndSaySo()
    {
        var result = PowerFlowSolver.Solve(MatpowerCaseFormat.Read(FourteenBuses));

        // MATPOWER, lib/t/t_pf.m, "pf.enforce_q_lims == 2": at first only three are beyond, and each that is held back strains the next.
        Assert.All(Generated(result).Zip([-6.30936644, 30, 29, 15, 15]), pair => Assert.Equal(pair.Second, pair.First, 1e-6));
        Assert.Equal(["2", "3", "6", "8"], result.AcBuses.Where(bus => bus.ReactiveLimit == ReactiveLimit.Maximum).Select(bus => bus.Key));
        Assert.InRange(result.AcBuses[7].VoltagePerUnit, 1.0, 1.0899);
    }

    [Fact]
    public void Solve_BusThatMustAbsorbMoreThanItMay_RisesAboveItsSetpoint()
    {
        // V² − V = x·Q: with x = 0.5 Ω and Q = −0.12 Mvar at 1 kV the voltage is (1 + √0.76) / 2.
        var result = PowerFlowSolver.Solve(Three(highest: null, lowest: -0.12, far: false));

        Assert.Equal((1 + Math.Sqrt(0.76)) / 2, result.AcBuses[1].VoltagePerUnit, 1e-9);
        Assert.Equal(ReactiveLimit.Minimum, result.AcBuses[1].ReactiveLimit);
    }

    [Fact]
    public void Solve_BusRelievedByAnothersLimit_HoldsItsVoltageAgain()
    {
        // Held at 1.1 against 0.98 nearby, A needs more than 0.4 Mvar; once B may draw no more than 0.1, A needs less.
        var result = PowerFlowSolver.Solve(Three(highest: 0.4, lowest: -0.1, far: true));

        Assert.Equal(PowerFlowStatus.Solved, result.Status);
        Assert.Equal(1.1, result.AcBuses[1].VoltagePerUnit, 1e-9);
        Assert.Equal(ReactiveLimit.None, result.AcBuses[1].ReactiveLimit);
        Assert.Equal(ReactiveLimit.Minimum, result.AcBuses[2].ReactiveLimit);
        Assert.Equal(-0.1 * Megavar, result.AcBuses[2].ReactivePower, 1.0);
    }

    [Fact]
    public void Solve_MinimumAboveMaximum_IsAFaultOfTheCase()
    {
        var network = Three(highest: 0.4, lowest: -0.1, far: true);
        var faulty = network with
        {
            AcBuses = [network.AcBuses[0], network.AcBuses[1] with { MinReactivePower = 500_000 }, network.AcBuses[2]],
        };

        var error = Assert.Throws<NetworkCaseException>(() => PowerFlowSolver.Solve(faulty));

        Assert.Contains("AC bus 'A': MinReactivePower is 500000 and must not exceed MaxReactivePower 400000", error.Message, StringComparison.Ordinal);
    }

    private static IEnumerable<double> Generated(PowerFlowResult result) => Generators.Select(
        generator => (result.AcBuses.Single(bus => bus.Key == generator.Bus).ReactivePower / Megavar) + generator.Load);

    /// <summary>A grid of 1 kV, bus A behind 0.5 Ω and, when far, bus B at 0.98 another 0.1 Ω on; limits in Mvar.</summary>
    private static NetworkCase Three(double? highest, double lowest, bool far)
    {
        var a = new AcBus("A", 1000) { Control = AcBusControl.Voltage, VoltageSetpoint = far ? 1.1 : 0.9, MaxReactivePower = highest * Megavar };
        var b = new AcBus("B", 1000) { Control = AcBusControl.Voltage, VoltageSetpoint = 0.98, MinReactivePower = lowest * Megavar };
        var grid = new AcBus("grid", 1000) { Control = AcBusControl.Slack };
        var near = new AcBranch("near", "grid", "A", 0, 0.5);
        return far
            ? new() { AcBuses = [grid, a, b], AcBranches = [near, new("far", "A", "B", 0, 0.1)] }
            : new() { AcBuses = [grid, a with { MinReactivePower = lowest * Megavar }], AcBranches = [near] };
    }
}
