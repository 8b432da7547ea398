using System.Collections.Frozen;
using System.Collections.Immutable;
using Twins.Points;

namespace Twins.Devices;

/// <summary>How one product's points are reached over a protocol (<c>silo-config/devices</c>).</summary>
public sealed record DeviceDescription
{
    /// <summary>Key in kebab-case, such as <c>sunspec-storage</c>.</summary>
    public required string Key { get; init; }

    /// <summary>Key of the twin type it implements.</summary>
    public required string Type { get; init; }

    /// <summary>Version of the file; greater is later.</summary>
    public required int Version { get; init; }

    /// <summary>Products that speak this way.</summary>
    public required ImmutableArray<Product> Products { get; init; }

    /// <summary>Where the map comes from.</summary>
    public required DescriptionSource Source { get; init; }

    /// <summary>How it speaks; the type is the protocol's own.</summary>
    public required IProtocolDescription Protocol { get; init; }

    /// <summary>Against what the description was tested.</summary>
    public required TestedAgainst Tested { get; init; }

    /// <summary>
    /// The points that the product offers, <c>group.name</c> for those of repeated groups, with how often each is read; null for those
    /// that are only written. A twin has only these: what a product cannot tell is not shown as a value that never came.
    /// </summary>
    public FrozenDictionary<string, TimeSpan?> OfferedPoints() => Protocol.ReportedPoints()
        .Concat(Setpoints().Select(rules => new ReportedPoint(rules.Key, null)))
        .DistinctBy(point => point.Key, StringComparer.Ordinal)
        .ToFrozenDictionary(point => point.Key, point => point.Interval, StringComparer.Ordinal);

    /// <summary>The setpoints that it takes, in the order of the file.</summary>
    public IEnumerable<SetpointRules> Setpoints() => Protocol.Setpoints();

    /// <summary>What it says of a setpoint; null when it does not take it.</summary>
    /// <param name="key">Key of the point, with or without an index: <c>outlets.3.on</c> or <c>outlets.on</c>.</param>
    public SetpointRules? FindSetpoint(string key)
    {
        var described = PointKeys.WithoutIndex(key);
        return Setpoints().FirstOrDefault(rules => rules.Key == described);
    }

    /// <summary>Keys of the points that it reports, <c>group.name</c> for those of repeated groups, in the order of the file.</summary>
    public IEnumerable<string> ReportedPoints() => Protocol.ReportedPoints().Select(point => point.Key);

    /// <summary>The points that it reaches, <c>group.name</c> for those of repeated groups: read ones, then written ones.</summary>
    public IEnumerable<string> ReachedPoints() => ReportedPoints().Concat(Setpoints().Select(rules => rules.Key));
}

/// <summary>A product on the market.</summary>
/// <param name="Brand">Maker.</param>
/// <param name="Model">Model name.</param>
public sealed record Product(string Brand, string Model);

/// <summary>Source of a map.</summary>
/// <param name="Document">Title and revision.</param>
/// <param name="Page">Page; null when the document has none.</param>
public sealed record DescriptionSource(string Document, int? Page);

/// <summary>Against what a description was tested.</summary>
/// <param name="Simulator">Served and read by our own simulator.</param>
/// <param name="IndependentPeer">Read from software that others wrote.</param>
/// <param name="Hardware">Read from the device itself.</param>
public sealed record TestedAgainst(bool Simulator, bool IndependentPeer, bool Hardware);
