using System.Collections.Immutable;
using Twins.Devices;
using Twins.Points;
using Twins.Readings;
using Twins.Sites;

namespace Twins.Grains.Devices.Kinds;

/// <summary>A device's values by key, as of an instant.</summary>
/// <param name="Definition">What is described; null when the device is not known.</param>
/// <param name="Readings">The latest readings by ordinal, with their qualities as of the instant.</param>
internal readonly record struct TwinView(TwinDefinition? Definition, ImmutableArray<Reading> Readings)
{
    /// <summary>Whether the device's type has a capability.</summary>
    public KindCheck Has(string capability) => new(
        Definition?.Type.Capabilities.Contains(capability, StringComparer.Ordinal) ?? false, Definition?.Type.Key);

    /// <summary>Whether the device's type has a repeated group.</summary>
    public KindCheck HasGroup(string group) => new(
        Definition?.Type.Groups.Any(known => string.Equals(known.Key, group, StringComparison.Ordinal)) ?? false, Definition?.Type.Key);

    /// <summary>The fresh value of a point; <see cref="PointValue.None"/> when there is none, or no such point.</summary>
    public PointValue Fresh(string key) =>
        Definition is not null && Definition.Points.TryGetOrdinal(key, out int ordinal) && Freshness.IsFresh(Readings[ordinal].Quality)
            ? Readings[ordinal].Value
            : PointValue.None;

    /// <summary>The fresh number of a point; null when there is none.</summary>
    public double? Number(string key) => Fresh(key) is { Type: PointValueType.Number } value ? value.Number : null;

    /// <summary>A rating of the device, in its canonical unit; null when the site states none.</summary>
    public double? Rating(string key) => Definition is not null && Definition.Entry.Ratings.TryGetValue(key, out double value) ? value : null;
}
