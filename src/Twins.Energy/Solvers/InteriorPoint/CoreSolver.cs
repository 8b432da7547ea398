using Twins.Energy.Solvers.Model;
using Twins.Energy.Solvers.Scaling;

namespace Twins.Energy.Solvers.InteriorPoint;

/// <summary>Scales a core problem, runs the interior point method and undoes the scaling. Keeps the last pattern's analysis.</summary>
internal sealed class CoreSolver
{
    private CondensedPattern? _pattern;

    /// <summary>How often a new order and symbolic factorisation had to be made.</summary>
    public int Analyses { get; private set; }

    public CorePoint Solve(CoreProblem problem, SolverOptions options, Deadline deadline)
    {
        var scaling = Equilibration.For(problem, options.Scale);
        var form = StandardForm.From(problem, scaling);
        if (_pattern is null || !_pattern.Fits(form))
        {
            _pattern = CondensedPattern.Analyse(form);
            Analyses++;
        }

        var method = new InteriorPointMethod(form, _pattern, options, deadline);
        Outcome outcome = method.Run();
        return new CorePoint(outcome, Values(method.Best, scaling, problem), Duals(method.Best, scaling), method.Iterations, method.BestError);
    }

    private static double[] Values(Iterate point, Equilibration scaling, CoreProblem problem)
    {
        double[] values = new double[problem.VariableCount];
        for (int j = 0; j < values.Length; j++)
        {
            double value = point.X[j] * scaling.Columns[j] * scaling.Length;
            values[j] = Math.Min(Math.Max(value, problem.Lower[j]), problem.Upper[j]);
        }

        return values;
    }

    private static double[] Duals(Iterate point, Equilibration scaling)
    {
        double[] duals = new double[point.Y.Length];
        for (int i = 0; i < duals.Length; i++)
        {
            duals[i] = point.Y[i] * scaling.Rows[i] / scaling.Cost;
        }

        return duals;
    }
}
