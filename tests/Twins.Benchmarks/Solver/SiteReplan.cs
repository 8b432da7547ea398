using System.Globalization;
using Twins.Energy.Solvers;
using Twins.Tests.Energy.Solvers;

namespace Twins.Benchmarks.Solver;

/// <summary>
/// Site plans re-solved with moved prices, as every quarter of an hour, each beside a cold Clp on the very same problem.
/// </summary>
internal sealed class SiteReplan : IBenchmark
{
    private static readonly (SiteModelOptions Options, int Plans, double? TargetMs)[] Sizes =
    [
        (new SiteModelOptions(96, 20), 300, 30),
        (new SiteModelOptions(96, 200), 100, 150),
        (new SiteModelOptions(672, 500), 30, 1000),
        (new SiteModelOptions(96, 200) { VehicleToGrid = true }, 30, null),
    ];

    public string Name => "solver-replan";

    public string About => "site plans (linear) re-solved with moved prices, beside Clp cold";

    public Task RunAsync(Report report)
    {
        foreach ((SiteModelOptions options, int plans, double? targetMs) in Sizes)
        {
            Problem problem = SiteModel.Create(options);
            string label = string.Create(
                CultureInfo.InvariantCulture, $"{options.Steps} × {options.Vehicles}{(options.VehicleToGrid ? " V2G" : string.Empty)}");
            report.Note(string.Create(
                CultureInfo.InvariantCulture, $"{label}: {problem.VariableCount} variables, {problem.RowCount} rows, {problem.CoefficientCount} coefficients"));
            Measure(report, label, problem, plans, targetMs);
        }

        return Task.CompletedTask;
    }

    private static void Measure(Report report, string label, Problem problem, int plans, double? targetMs)
    {
        WarmUp(problem);
        var solver = new InteriorPointSolver();
        var prices = new Random(1);
        double[] basis = problem.Costs.ToArray();
        var times = new Duration[plans];
        var clpTimes = new Duration[Clp.IsInstalled ? Math.Min(plans, 10) : 0];
        double worst = 0;
        long allocated = 0;
        Duration cold = Time(() => new InteriorPointSolver().Solve(problem));
        for (int plan = 0; plan < plans; plan++)
        {
            MovePrices(problem, basis, prices);
            Solution solution = null!;
            long before = GC.GetAllocatedBytesForCurrentThread();
            times[plan] = Time(() => solution = solver.Solve(problem));
            allocated += GC.GetAllocatedBytesForCurrentThread() - before;
            if (plan < clpTimes.Length)
            {
                ClpAnswer clp = null!;
                clpTimes[plan] = Time(() => clp = Clp.Solve(problem));
                worst = Math.Max(worst, Math.Abs(solution.Objective - clp.Objective) / Math.Max(1, Math.Abs(clp.Objective)));
            }
        }

        Print(report, $"{label}: re-plan", times, targetMs is { } target ? string.Create(CultureInfo.InvariantCulture, $"≤ {target}") : null);
        report.Figure($"{label}: first plan, ordering included, processor", cold.ProcessorMs, "ms");
        report.Figure($"{label}: allocated per plan", allocated / (double)plans / 1024, "KiB");
        if (clpTimes.Length > 0)
        {
            Print(report, $"yardstick: {label}: Clp cold", clpTimes, null);
            report.Note(string.Create(CultureInfo.InvariantCulture, $"{label}: largest relative difference of objectives {worst:0.0e+00} (target 1e-8)"));
        }
    }

    private static void Print(Report report, string label, Duration[] times, string? target)
    {
        double[] wall = [.. times.Select(time => time.WallMs).Order()];
        double[] processor = [.. times.Select(time => time.ProcessorMs).Order()];
        int last = Math.Min(times.Length - 1, times.Length * 99 / 100);
        report.Figure($"{label}, median, wall", wall[times.Length / 2], "ms");
        report.Figure($"{label}, median, processor", processor[times.Length / 2], "ms");
        report.Figure($"{label}, p99, wall", wall[last], "ms", target);
        report.Figure($"{label}, p99, processor", processor[last], "ms", target);
    }

    /// <summary>Until the JIT compiler has seen the hot loops often enough.</summary>
    private static void WarmUp(Problem problem)
    {
        var solver = new InteriorPointSolver();
        for (long start = TimeProvider.System.GetTimestamp(); TimeProvider.System.GetElapsedTime(start) < TimeSpan.FromSeconds(2);)
        {
            solver.Solve(problem);
        }
    }

    private static void MovePrices(Problem problem, double[] basis, Random random)
    {
        for (int j = 0; j < problem.VariableCount; j++)
        {
            if (basis[j] != 0)
            {
                problem.SetCost(new Variable(j), basis[j] * (0.98 + (0.04 * random.NextDouble())));
            }
        }
    }

    private static Duration Time(Action work)
    {
        TimeSpan processor = Environment.CpuUsage.TotalTime;
        long start = TimeProvider.System.GetTimestamp();
        work();
        double wallMs = TimeProvider.System.GetElapsedTime(start).TotalMilliseconds;
        return new Duration(wallMs, (Environment.CpuUsage.TotalTime - processor).TotalMilliseconds);
    }

    /// <summary>On a busy machine only the processor time tells what the work itself takes.</summary>
    private readonly record struct Duration(double WallMs, double ProcessorMs);
}
