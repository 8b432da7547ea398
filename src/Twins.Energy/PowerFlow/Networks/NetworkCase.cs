using System.Collections.Immutable;

namespace Twins.Energy.PowerFlow.Networks;

/// <summary>
/// A hybrid AC/DC network at one instant, in SI units. Powers and currents are positive into their bus.
/// Three-phase AC is balanced: voltages are line to line, powers are of all phases together.
/// </summary>
public sealed record NetworkCase
{
    /// <summary>Name for people.</summary>
    public string Name { get; init; } = "";

    /// <summary>Base of the per-unit calculation in VA; positive, 1 MVA by default. Mismatches are judged against it.</summary>
    public double BasePower { get; init; } = 1e6;

    /// <summary>AC buses.</summary>
    public ImmutableArray<AcBus> AcBuses { get; init; } = [];

    /// <summary>AC lines and transformers.</summary>
    public ImmutableArray<AcBranch> AcBranches { get; init; } = [];

    /// <summary>DC buses.</summary>
    public ImmutableArray<DcBus> DcBuses { get; init; } = [];

    /// <summary>DC lines.</summary>
    public ImmutableArray<DcLine> DcLines { get; init; } = [];

    /// <summary>Sources that follow a droop characteristic at a DC bus.</summary>
    public ImmutableArray<DcDroopSource> DroopSources { get; init; } = [];

    /// <summary>Converters between an AC and a DC bus.</summary>
    public ImmutableArray<Converter> Converters { get; init; } = [];
}
