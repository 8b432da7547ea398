namespace Twins.Energy.Physics;

/// <summary>One value per phase of a three-phase connection, all in the same unit.</summary>
/// <param name="A">Phase L1.</param>
/// <param name="B">Phase L2.</param>
/// <param name="C">Phase L3.</param>
public readonly record struct ThreePhase(double A, double B, double C)
{
    /// <summary>The sum of the phases: the total, for powers.</summary>
    public double Sum => A + B + C;

    /// <summary>The arithmetic mean of the phases, for voltages.</summary>
    public double Mean => Sum / 3;

    /// <summary>The same value in every phase.</summary>
    /// <param name="value">The value of each phase.</param>
    /// <returns>A symmetric set.</returns>
    public static ThreePhase Even(double value) => new(value, value, value);

    /// <summary>Phase by phase sum.</summary>
    /// <param name="left">One set.</param>
    /// <param name="right">The other set, in the same unit.</param>
    /// <returns>The sums.</returns>
    public static ThreePhase operator +(ThreePhase left, ThreePhase right) => Add(left, right);

    /// <summary>Every phase multiplied by one factor.</summary>
    /// <param name="left">The set.</param>
    /// <param name="factor">The factor.</param>
    /// <returns>The products.</returns>
    public static ThreePhase operator *(ThreePhase left, double factor) => Multiply(left, factor);

    /// <summary>Phase by phase sum; the named form of the operator.</summary>
    /// <param name="left">One set.</param>
    /// <param name="right">The other set, in the same unit.</param>
    /// <returns>The sums.</returns>
    public static ThreePhase Add(ThreePhase left, ThreePhase right) => new(left.A + right.A, left.B + right.B, left.C + right.C);

    /// <summary>Every phase multiplied by one factor; the named form of the operator.</summary>
    /// <param name="left">The set.</param>
    /// <param name="factor">The factor.</param>
    /// <returns>The products.</returns>
    public static ThreePhase Multiply(ThreePhase left, double factor) => new(left.A * factor, left.B * factor, left.C * factor);
}
