using Twins.Energy.Solvers.Model;
using Twins.Energy.Solvers.Results;

namespace Twins.Energy.Solvers;

/// <summary>Anything that solves a <see cref="Problem"/>.</summary>
public interface ISolver
{
    /// <summary>Solves a problem. An infeasible, unbounded or unfinished problem is a status, not an exception.</summary>
    /// <param name="problem">The problem; not changed.</param>
    /// <param name="options">How to solve; <see cref="SolverOptions.Default"/> when null.</param>
    /// <param name="cancellationToken">Ends the solve with an <see cref="OperationCanceledException"/>.</param>
    Solution Solve(Problem problem, SolverOptions? options = null, CancellationToken cancellationToken = default);
}
