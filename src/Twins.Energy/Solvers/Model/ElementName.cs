using System.Globalization;

namespace Twins.Energy.Solvers.Model;

/// <summary>The name of a variable or row: a word, and the time step when it belongs to a series.</summary>
/// <param name="Name">What it stands for, for example <c>ev7.charge</c>; not empty.</param>
/// <param name="Step">Index of the time step, from 0; −1 when the element is no member of a series.</param>
public readonly record struct ElementName(string Name, int Step = -1)
{
    /// <summary><c>name</c>, or <c>name[step]</c> for a member of a series.</summary>
    public override string ToString() => Step < 0 ? Name : string.Create(CultureInfo.InvariantCulture, $"{Name}[{Step}]");
}
