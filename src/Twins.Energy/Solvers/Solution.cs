namespace Twins.Energy.Solvers;

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

    /// <summary>Dual of each row; empty when no point is known. With integers: the duals while these stay as they are.</summary>
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

    /// <summary>The proof of infeasibility; null unless <see cref="SolveStatus.Infeasible"/>, and null where only the integers make it so.</summary>
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

/// <summary>How a solve ended.</summary>
public enum SolveStatus
{
    /// <summary>Solved to the tolerance (with integers: to the gap).</summary>
    Optimal,

    /// <summary>No point satisfies all rows and bounds; the solution carries the proof and names the conflicting elements.</summary>
    Infeasible,

    /// <summary>The cost falls without limit; the solution carries the direction.</summary>
    Unbounded,

    /// <summary>The iteration limit was reached; the solution is the best point found.</summary>
    IterationLimit,

    /// <summary>The time limit was reached; the solution is the best point found.</summary>
    TimeLimit,

    /// <summary>The limit of branch-and-bound nodes was reached; the solution is the best integer point found, if any.</summary>
    NodeLimit,

    /// <summary>Rounding stopped all progress before the acceptable tolerance; the solution is the best point found.</summary>
    Stalled,
}

/// <summary>
/// How well a solution satisfies the optimality conditions of the original, unscaled problem. All relative and dimensionless;
/// NaN where the solution has no values.
/// </summary>
/// <param name="Primal">Largest violation of a row or bound, relative to 1 + the row's largest term (the variable's size).</param>
/// <param name="Dual">
/// Largest wrong sign of a row dual or reduced cost (a multiplier pushing against a bound that is not there), relative to 1 + the largest cost.
/// </param>
/// <param name="Gap">|primal − dual objective| relative to 1 + |primal objective|.</param>
public readonly record struct Accuracy(double Primal, double Dual, double Gap)
{
    /// <summary>The worst of the three.</summary>
    public double Largest => Math.Max(Primal, Math.Max(Dual, Gap));

    internal static Accuracy None => new(double.NaN, double.NaN, double.NaN);
}

/// <summary>
/// Proof that no point satisfies all rows and bounds (Farkas): the rows, each times its multiplier, add up to a demand that
/// exceeds by <see cref="Margin"/> all that the variables' bounds allow.
/// </summary>
/// <param name="Rows">The rows of the contradiction, largest share first.</param>
/// <param name="Variables">The variables whose bounds the contradiction uses, largest share first.</param>
/// <param name="Margin">By how much the combined demand exceeds what the bounds allow, in the rows' combined units; &gt; 0.</param>
public sealed record InfeasibilityCertificate(IReadOnlyList<ConflictingRow> Rows, IReadOnlyList<ConflictingVariable> Variables, double Margin)
{
    /// <summary>One sentence that names up to five rows and three variables.</summary>
    public override string ToString()
    {
        string rows = string.Join(", ", Rows.Take(5).Select(row => row.Name.ToString()));
        string variables = string.Join(", ", Variables.Take(3).Select(variable => variable.Name.ToString()));
        return (Rows.Count, Variables.Count) switch
        {
            (0, _) => $"The bounds of {variables} exclude each other.",
            (_, 0) => $"The rows {rows} exclude each other.",
            _ => $"The rows {rows} cannot be met within the bounds of {variables}.",
        };
    }
}

/// <summary>A row's part in a contradiction.</summary>
/// <param name="Row">The row.</param>
/// <param name="Name">Its name.</param>
/// <param name="Multiplier">&gt; 0: its lower limit takes part, &lt; 0: its upper limit. The largest over all rows has size 1.</param>
public sealed record ConflictingRow(Row Row, ElementName Name, double Multiplier);

/// <summary>A variable whose bound takes part in a contradiction.</summary>
/// <param name="Variable">The variable.</param>
/// <param name="Name">Its name.</param>
/// <param name="Multiplier">&gt; 0: its upper bound takes part, &lt; 0: its lower bound; NaN when its own bounds exclude each other.</param>
public sealed record ConflictingVariable(Variable Variable, ElementName Name, double Multiplier);

/// <summary>A direction in which every row and bound stays satisfied while the cost falls without limit.</summary>
/// <param name="Direction">Change of each variable per unit of the way; the largest has size 1.</param>
/// <param name="CostPerUnit">Change of the objective per unit of the way; &lt; 0.</param>
public sealed record UnboundedRay(IReadOnlyList<double> Direction, double CostPerUnit);
