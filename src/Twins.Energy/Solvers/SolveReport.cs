using System.Globalization;

namespace Twins.Energy.Solvers;

/// <summary>Solves a model file and says in a few lines how it went: status, objective, accuracy, size and time.</summary>
public static class SolveReport
{
    /// <summary>Reads and solves a file.</summary>
    /// <param name="path">Path of an MPS file.</param>
    /// <param name="solver">What solves it.</param>
    /// <param name="options">How; the default options when null.</param>
    /// <param name="cancellationToken">Ends the solve.</param>
    /// <returns>Lines to print, without line ends. The first starts with <c>status</c>, the second, if there is a point, with <c>objective</c>.</returns>
    /// <exception cref="MpsFormatException">The file is not valid MPS.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IReadOnlyList<string> ForFile(
        string path, ISolver solver, SolverOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(solver);
        MpsModel model = MpsReader.ReadFile(path);
        return Lines(model, solver.Solve(model.Problem, options, cancellationToken));
    }

    /// <summary>The lines for one solution.</summary>
    public static IReadOnlyList<string> Lines(MpsModel model, Solution solution)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(solution);
        List<string> lines = [Line("status", solution.Status.ToString())];
        if (solution.HasValues)
        {
            lines.Add(Line("objective", model.FileObjective(solution.Objective).ToString("R", CultureInfo.InvariantCulture)));
            Accuracy accuracy = solution.Accuracy;
            lines.Add(Line("errors", Format($"primal {accuracy.Primal:0.0e+00}, dual {accuracy.Dual:0.0e+00}, gap {accuracy.Gap:0.0e+00}")));
        }

        if (solution.Infeasibility is { } proof)
        {
            lines.Add(Line("reason", proof.ToString()));
        }

        lines.Add(Line("size", Format($"{model.Problem.RowCount} rows, {model.Problem.VariableCount} columns, {model.Problem.CoefficientCount} coefficients")));
        string nodes = solution.Nodes > 0 ? Format($", {solution.Nodes} nodes") : string.Empty;
        lines.Add(Line("effort", Format($"{solution.Iterations} iterations{nodes}")));
        lines.Add(Line("time", Format($"{solution.Elapsed.TotalMilliseconds:0.0} ms")));
        return lines;
    }

    private static string Line(string key, string value) => $"{key,-11}{value}";

    private static string Format(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
