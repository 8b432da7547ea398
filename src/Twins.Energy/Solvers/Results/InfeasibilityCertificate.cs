using Twins.Energy.Solvers.Model;

namespace Twins.Energy.Solvers.Results;

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
