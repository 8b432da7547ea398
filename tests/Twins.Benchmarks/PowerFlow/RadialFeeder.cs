using System.Numerics;
using Twins.Energy.PowerFlow;
using Twins.Tests.Energy.PowerFlow;

namespace Twins.Benchmarks.PowerFlow;

/// <summary>A radial feeder of 10,000 buses by Newton-Raphson, beside the backward-forward sweep that only radial networks allow.</summary>
internal sealed class RadialFeeder : IBenchmark
{
    private const int Buses = 10_000;
    private const int Runs = 9;

    public string Name => "power-flow";

    public string About => "a radial feeder of 10,000 buses";

    public Task RunAsync(Report report)
    {
        var network = LongFeeder.Of(Buses);
        var result = PowerFlowSolver.Solve(network);
        report.Figure("Newton-Raphson, whole solve, median", MedianMs(() => PowerFlowSolver.Solve(network)), "ms", "< 1,000");
        report.Figure("Newton steps", result.Iterations, "");
        report.Figure("largest mismatch", result.MaxMismatch / network.BasePower * 1e9, "1e-9 p.u.", "< 1");
        var (sweeps, voltage) = Sweep(network);
        report.Yardstick($"backward-forward sweep ({sweeps} sweeps), median", MedianMs(() => Sweep(network)), "ms");
        report.Note(FormattableString.Invariant(
            $"lowest voltage: {MinPerUnit(result):F9} p.u. by Newton-Raphson, {voltage:F9} p.u. by sweeps"));
        return Task.CompletedTask;
    }

    private static double MinPerUnit(PowerFlowResult result) => result.AcBuses.Min(bus => bus.VoltagePerUnit);

    private static double MedianMs<T>(Func<T> solve)
    {
        var times = new double[Runs];
        for (var run = 0; run < Runs; run++)
        {
            var start = TimeProvider.System.GetTimestamp();
            solve();
            times[run] = TimeProvider.System.GetElapsedTime(start).TotalMilliseconds;
        }

        Array.Sort(times);
        return times[Runs / 2];
    }

    /// <summary>Currents from the leaves to the source, voltages back (Shirmohammadi et al. 1988). Branch i ends at bus i + 1, parents come first.</summary>
    private static (int Sweeps, double MinPerUnit) Sweep(NetworkCase network)
    {
        var index = network.AcBuses.Select((bus, i) => (bus.Key, i)).ToDictionary(pair => pair.Key, pair => pair.i, StringComparer.Ordinal);
        var parents = network.AcBranches.Select(branch => index[branch.From]).ToArray();
        var impedances = network.AcBranches.Select(branch => new Complex(branch.Resistance, branch.Reactance)).ToArray();
        var powers = network.AcBuses.Select(bus => new Complex(bus.ActivePower, bus.ReactivePower) / 3).ToArray();
        var nominal = network.AcBuses[0].NominalVoltage / Math.Sqrt(3);
        var voltages = Enumerable.Repeat(new Complex(nominal, 0), powers.Length).ToArray();
        var currents = new Complex[powers.Length];
        for (var sweep = 1; ; sweep++)
        {
            for (var bus = 0; bus < currents.Length; bus++)
            {
                currents[bus] = -Complex.Conjugate(powers[bus] / voltages[bus]);
            }

            for (var branch = parents.Length - 1; branch >= 0; branch--)
            {
                currents[parents[branch]] += currents[branch + 1];
            }

            var change = 0.0;
            for (var branch = 0; branch < parents.Length; branch++)
            {
                var voltage = voltages[parents[branch]] - (impedances[branch] * currents[branch + 1]);
                change = Math.Max(change, (voltage - voltages[branch + 1]).Magnitude);
                voltages[branch + 1] = voltage;
            }

            if (change < 1e-9 * nominal || sweep == 100)
            {
                return (sweep, voltages.Min(voltage => voltage.Magnitude) / nominal);
            }
        }
    }
}
