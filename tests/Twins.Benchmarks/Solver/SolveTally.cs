using System.Globalization;
using Twins.Energy.Solvers;
using Twins.Tests.Energy.Solvers;

namespace Twins.Benchmarks.Solver;

/// <summary>Counts how solves ended, and compares linear ones with Clp.</summary>
internal sealed class SolveTally
{
    private const double RelativeToClp = 1e-7;
    private const int IterationTarget = 60;

    private readonly List<int> _iterations = [];
    private double _worstAccuracy;
    private int _unfinished;
    private int _tooLong;
    private int _compared;
    private int _different;

    public void Add(Problem problem, Solution solution)
    {
        _iterations.Add(solution.Iterations);
        _tooLong += solution.Iterations > IterationTarget ? 1 : 0;
        if (solution.Status == SolveStatus.Optimal)
        {
            _worstAccuracy = Math.Max(_worstAccuracy, solution.Accuracy.Largest);
        }
        else if (solution.Status != SolveStatus.Infeasible)
        {
            _unfinished++;
        }

        if (Clp.IsInstalled && !problem.IsQuadratic)
        {
            Compare(solution, Clp.Solve(problem, unitCosts: problem.Costs.ToArray().Max(Math.Abs) < 1));
        }
    }

    public void Write(Report report, string label)
    {
        _iterations.Sort();
        report.Figure($"{label}: problems", _iterations.Count, string.Empty);
        report.Figure($"{label}: neither optimal nor proved infeasible", _unfinished, string.Empty, "0");
        report.Figure($"{label}: above {IterationTarget} iterations", _tooLong, string.Empty, "0");
        report.Figure($"{label}: iterations, median", _iterations[_iterations.Count / 2], string.Empty);
        report.Figure($"{label}: iterations, most", _iterations[^1], string.Empty);
        report.Note(string.Create(CultureInfo.InvariantCulture, $"{label}: worst accuracy of an optimum {_worstAccuracy:0.0e0} (relative, original units)"));
        report.Figure($"{label}: compared with Clp", _compared, string.Empty);
        report.Figure($"{label}: other than Clp by 1e-7 or in status", _different, string.Empty, "0");
    }

    private void Compare(Solution solution, ClpAnswer expected)
    {
        _compared++;
        bool agrees = expected.Status == ClpStatus.PrimalInfeasible
            ? solution.Status == SolveStatus.Infeasible
            : Math.Abs(solution.Objective - expected.Objective) <= RelativeToClp * Math.Max(1, Math.Abs(expected.Objective));
        _different += agrees ? 0 : 1;
    }
}
