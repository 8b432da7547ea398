namespace Twins.Commands;

/// <summary>The side on which a limit bounds a setpoint.</summary>
public enum LimitSide
{
    /// <summary>setpoint ≥ limit.</summary>
    Minimum,

    /// <summary>setpoint ≤ limit.</summary>
    Maximum,
}

/// <summary>A limit of a setpoint, with where it comes from.</summary>
/// <param name="Side">Which side it bounds.</param>
/// <param name="Value">The limit, in the setpoint's canonical unit, with the setpoint's sign.</param>
/// <param name="Source">Where it comes from, for people: <c>rating maxChargePower of industrial/bess-1</c>.</param>
public sealed record EnvelopeLimit(LimitSide Side, double Value, string Source)
{
    /// <summary>Whether a value keeps the limit.</summary>
    /// <param name="value">The value, in the canonical unit.</param>
    public bool Allows(double value) => Side == LimitSide.Minimum ? value >= Value : value <= Value;
}
