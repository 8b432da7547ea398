using System.Collections.Immutable;
using Twins.Points;

namespace Twins.Types;

/// <summary>A kind of asset: its points, groups and capabilities (<c>silo-config/types</c>).</summary>
public sealed record TwinType
{
    /// <summary>Key in kebab-case, such as <c>bess</c>.</summary>
    public required string Key { get; init; }

    /// <summary>Version of the file; greater is later.</summary>
    public required int Version { get; init; }

    /// <summary>Name for people.</summary>
    public required string Title { get; init; }

    /// <summary>What devices of the type can do, such as <c>storage</c>; each asks for its points.</summary>
    public ImmutableArray<string> Capabilities { get; init; } = [];

    /// <summary>Points that every device of the type has.</summary>
    public required ImmutableArray<PointDefinition> Points { get; init; }

    /// <summary>Repeated parts, with the points of one part.</summary>
    public ImmutableArray<PointGroup> Groups { get; init; } = [];

    /// <summary>Ratings that a site may state for a device of the type: key → canonical unit's quantity.</summary>
    public ImmutableArray<RatingDefinition> Ratings { get; init; } = [];
}

/// <summary>A repeated part of a device, such as a battery module or an outlet; the site says how many there are.</summary>
/// <param name="Key">Group key, lowerCamelCase plural such as <c>outlets</c>.</param>
/// <param name="About">What a part is.</param>
/// <param name="Points">Points of one part; expanded to <c>group.index.name</c>.</param>
public sealed record PointGroup(string Key, string About, ImmutableArray<PointDefinition> Points);

/// <summary>A rating of the device: a non-negative magnitude whose name says the direction.</summary>
/// <param name="Key">Name, such as <c>maxChargePower</c>.</param>
/// <param name="Unit">Canonical unit.</param>
/// <param name="About">What it limits.</param>
/// <param name="Limits">The setpoint it bounds and from which side; null when it informs only.</param>
public sealed record RatingDefinition(string Key, Units.Unit Unit, string About, RatingLimit? Limits);

/// <summary>How a rating bounds a setpoint.</summary>
/// <param name="Setpoint">Key of the bounded setpoint.</param>
/// <param name="Side">Whether the magnitude is the upper bound, or its negative the lower one.</param>
public sealed record RatingLimit(string Setpoint, RatingSide Side);

/// <summary>The side from which a rating bounds a setpoint.</summary>
public enum RatingSide
{
    /// <summary>setpoint ≤ rating.</summary>
    Upper,

    /// <summary>setpoint ≥ −rating.</summary>
    Lower,
}
