namespace Twins.Energy.Solvers.InteriorPoint;

/// <summary>
/// A primal-dual point: x with the distances to its bounds, y, and the bounds' multipliers. Where a bound is missing its
/// distance stays 1 and its multiplier 0, so that the vector loops need no branches.
/// </summary>
internal sealed class Iterate(int variableCount, int rowCount)
{
    public double[] X { get; } = new double[variableCount];

    /// <summary>x − l &gt; 0 (up to the bound residual).</summary>
    public double[] LowerSlack { get; } = new double[variableCount];

    /// <summary>u − x &gt; 0 (up to the bound residual).</summary>
    public double[] UpperSlack { get; } = new double[variableCount];

    public double[] Y { get; } = new double[rowCount];

    public double[] LowerDual { get; } = new double[variableCount];

    public double[] UpperDual { get; } = new double[variableCount];

    public void CopyFrom(Iterate other)
    {
        other.X.CopyTo(X, 0);
        other.LowerSlack.CopyTo(LowerSlack, 0);
        other.UpperSlack.CopyTo(UpperSlack, 0);
        other.Y.CopyTo(Y, 0);
        other.LowerDual.CopyTo(LowerDual, 0);
        other.UpperDual.CopyTo(UpperDual, 0);
    }

    public void Move(Direction direction, double primalStep, double dualStep)
    {
        Lanes.AddScaled(X, direction.X, primalStep);
        Lanes.AddScaled(LowerSlack, direction.LowerSlack, primalStep);
        Lanes.AddScaled(UpperSlack, direction.UpperSlack, primalStep);
        Lanes.AddScaled(Y, direction.Y, dualStep);
        Lanes.AddScaled(LowerDual, direction.LowerDual, dualStep);
        Lanes.AddScaled(UpperDual, direction.UpperDual, dualStep);
    }
}
