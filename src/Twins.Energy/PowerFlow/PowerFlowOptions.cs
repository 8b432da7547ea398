namespace Twins.Energy.PowerFlow;

/// <summary>How a power flow is calculated.</summary>
public sealed record PowerFlowOptions
{
    /// <summary>Default of <see cref="Tolerance"/>.</summary>
    public const double DefaultTolerance = 1e-10;

    /// <summary>Default of <see cref="MaximumIterations"/>.</summary>
    public const int DefaultMaximumIterations = 30;

    /// <summary>Largest mismatch of any balance that counts as solved, as a share of the case's base power.</summary>
    public double Tolerance { get; init; } = DefaultTolerance;

    /// <summary>Newton steps at most; a case that needs more has no solution or is badly posed.</summary>
    public int MaximumIterations { get; init; } = DefaultMaximumIterations;

    /// <summary>Whether voltage buses keep within their stated reactive limits, giving up their voltage where they must; default true.</summary>
    public bool EnforceReactiveLimits { get; init; } = true;
}
