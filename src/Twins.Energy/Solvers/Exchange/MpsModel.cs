using Twins.Energy.Solvers.Model;

namespace Twins.Energy.Solvers.Exchange;

/// <summary>What an MPS file holds.</summary>
/// <param name="Name">The NAME card; empty when there is none.</param>
/// <param name="Problem">The problem as minimisation: with <paramref name="IsMaximisation"/> its objective is the file's times −1.</param>
/// <param name="IsMaximisation">Whether OBJSENSE asks for the maximum.</param>
public sealed record MpsModel(string Name, Problem Problem, bool IsMaximisation)
{
    /// <summary>Turns an objective value of <see cref="Problem"/> into the file's.</summary>
    public double FileObjective(double objective) => IsMaximisation ? -objective : objective;
}
