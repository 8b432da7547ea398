using Twins.Energy.Solvers.InteriorPoint;
using Twins.Energy.Solvers.Model;
using Twins.Energy.Solvers.Results;

namespace Twins.Energy.Solvers.Certificates;

/// <summary>
/// Settles why a problem has no optimum by two auxiliary linear problems that always have one. Only a checked proof makes a
/// verdict; without one the solve counts as stalled.
/// </summary>
internal sealed class Diagnosis(Problem problem, SolverOptions options, Deadline deadline)
{
    /// <summary>A direction must lower the cost by more than this share of the largest cost.</summary>
    private const double LeastFall = 1e-7;

    private readonly CoreSolver _core = new();
    private int _iterations;
    private bool _isFeasible;

    /// <summary>The verdict on a solve that ended without an optimum, or null.</summary>
    public Solution? Of(CorePoint point)
    {
        _iterations = point.Iterations;
        return OfInfeasible() ?? (_isFeasible ? OfUnbounded() : null);
    }

    /// <summary>The proof of infeasibility, or null.</summary>
    public Solution? OfInfeasible()
    {
        CorePoint elastic = Solve(ElasticProblem.For(problem));
        InfeasibilityCertificate? proof = FarkasProof.From(problem, elastic.Duals);
        _isFeasible = proof is null && elastic.Outcome == Outcome.Converged;
        return proof is null ? null : Verdict(SolveStatus.Infeasible, proof, null);
    }

    private Solution? OfUnbounded()
    {
        CorePoint recession = Solve(RecessionProblem.For(problem));
        double[] direction = recession.Values;
        double largestCost = 0;
        double fall = 0;
        for (int j = 0; j < direction.Length; j++)
        {
            fall += problem.Costs[j] * direction[j];
            largestCost = Math.Max(largestCost, Math.Abs(problem.Costs[j]));
        }

        bool falls = recession.Outcome == Outcome.Converged && fall < -LeastFall * largestCost;
        return falls ? Verdict(SolveStatus.Unbounded, null, new UnboundedRay(direction, fall)) : null;
    }

    private CorePoint Solve(CoreProblem auxiliary)
    {
        CorePoint point = _core.Solve(auxiliary, options, deadline);
        _iterations += point.Iterations;
        return point;
    }

    private Solution Verdict(SolveStatus status, InfeasibilityCertificate? proof, UnboundedRay? ray) =>
        new(status, [], [], []) { Infeasibility = proof, Ray = ray, Iterations = _iterations, Elapsed = deadline.Elapsed };
}
