using Twins.Energy.Solvers.Model;

namespace Twins.Energy.Solvers.Results;

/// <summary>What a solve found, in the units of the problem.</summary>
/// <remarks>
/// Sign of multipliers, minimising: a row's dual is the change of the objective per unit by which its binding limit rises
/// (≥ 0 at the lower, ≤ 0 at the upper limit); a variable's reduced cost likewise for its bounds.
/// c + Qx = Aᵀ·duals + reduced costs.
/// </remarks>
public sealed class Solution
{
    private readonly double[] _values;
    private readonly double[] _duals;
    private readonly double[] _reducedCosts;

    internal Solution(SolveStatus status, double[] values, double[] duals, double[] reducedCosts)
    {
        Status = status;
        (_values, _duals, _reducedCosts) = (values, duals, reducedCosts);
    }

    /// <summary>How the solve ended.</summary>
    public SolveStatus Status { get; }

    /// <summary>Objective at <see cref="Values"/>, with its offset; NaN without values.</summary>
    public double Objective { get; internal init; } = double.NaN;

    /// <summary>
    /// A value that no feasible point can undercut: the dual objective, or the branch-and-bound bound; NaN where none is known.
    /// </summary>
    public double Bound { get; internal init; } = double.NaN;

    /// <summary>Value of each variable; empty when no point is known.</summary>
    public ReadOnlySpan<double> Values => _values;

    /// <summary>Dual of each row; empty when no point is known. With whole numbers: the duals while these stay as they are.</summary>
    public ReadOnlySpan<double> Duals => _duals;

    /// <summary>Reduced cost of each variable; empty like <see cref="Duals"/>.</summary>
    public ReadOnlySpan<double> ReducedCosts => _reducedCosts;

    /// <summary>Interior-point iterations, over all solves that were needed.</summary>
    public int Iterations { get; internal init; }

    /// <summary>Branch-and-bound nodes solved; 0 for a continuous problem.</summary>
    public int Nodes { get; internal init; }

    /// <summary>Time taken, by the options' clock.</summary>
    public TimeSpan Elapsed { get; internal init; }

    /// <summary>How well the optimality conditions hold.</summary>
    public Accuracy Accuracy { get; internal init; } = Accuracy.None;

    /// <summary>The proof of infeasibility; null unless <see cref="SolveStatus.Infeasible"/>, and null where only the whole numbers make it so.</summary>
    public InfeasibilityCertificate? Infeasibility { get; internal init; }

    /// <summary>The direction of falling cost; null unless <see cref="SolveStatus.Unbounded"/>.</summary>
    public UnboundedRay? Ray { get; internal init; }

    /// <summary>Whether there is a point to read values from.</summary>
    public bool HasValues => _values.Length > 0;

    /// <summary>Value of one variable.</summary>
    /// <exception cref="InvalidOperationException">The solution has no values.</exception>
    public double this[Variable variable] => Known(_values)[variable.Index];

    /// <summary>Dual of one row.</summary>
    /// <exception cref="InvalidOperationException">The solution has no duals.</exception>
    public double Dual(Row row) => Known(_duals)[row.Index];

    /// <summary>Reduced cost of one variable.</summary>
    /// <exception cref="InvalidOperationException">The solution has no duals.</exception>
    public double ReducedCost(Variable variable) => Known(_reducedCosts)[variable.Index];

    private double[] Known(double[] vector) =>
        vector.Length > 0 ? vector : throw new InvalidOperationException($"The solve ended with {Status} and has no such numbers.");
}
