using Twins.Energy.Solvers;
using Twins.Energy.Solvers.Integers;
using Twins.Energy.Solvers.Model;
using Twins.Energy.Solvers.Results;

namespace Twins.Tests.Energy.Scheduling.Oracle;

/// <summary>The product's own solvers, showing each continuous solve to a witness.</summary>
internal sealed class RecordingSolver(Action<Problem, Solution> witness) : ISolver
{
    private readonly MixedIntegerSolver _whole = new();
    private readonly InteriorPointSolver _continuous = new();

    public Solution Solve(Problem problem, SolverOptions? options = null, CancellationToken cancellationToken = default)
    {
        if (HasOpenIntegers(problem))
        {
            return _whole.Solve(problem, options, cancellationToken);
        }

        Solution solution = _continuous.Solve(problem, options, cancellationToken);
        witness(problem, solution);
        return solution;
    }

    private static bool HasOpenIntegers(Problem problem) => Enumerable.Range(0, problem.VariableCount)
        .Any(j => problem.IsInteger(new Variable(j)) && problem.LowerBounds[j] < problem.UpperBounds[j]);
}
