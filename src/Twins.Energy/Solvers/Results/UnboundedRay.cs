namespace Twins.Energy.Solvers.Results;

/// <summary>A direction in which every row and bound stays satisfied while the cost falls without limit.</summary>
/// <param name="Direction">Change of each variable per unit of the way; the largest has size 1.</param>
/// <param name="CostPerUnit">Change of the objective per unit of the way; &lt; 0.</param>
public sealed record UnboundedRay(IReadOnlyList<double> Direction, double CostPerUnit);
