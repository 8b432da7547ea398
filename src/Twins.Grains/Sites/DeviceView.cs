using Twins.Devices;
using Twins.Points;
using Twins.Sites;

namespace Twins.Grains.Sites;

/// <summary>A device in an overview.</summary>
/// <param name="Definition">What is described.</param>
/// <param name="Snapshot">Its state; null when the twin could not be asked.</param>
internal readonly record struct DeviceView(TwinDefinition Definition, DeviceSnapshot? Snapshot)
{
    public bool Has(string capability) => Definition.Type.Capabilities.Contains(capability, StringComparer.Ordinal);

    /// <summary>The fresh number of a point; null when there is none, or no such point.</summary>
    public double? Number(string key) =>
        Snapshot is not null
        && Definition.Points.TryGetOrdinal(key, out int ordinal)
        && ordinal < Snapshot.Readings.Length
        && Freshness.IsFresh(Snapshot.Readings[ordinal].Quality)
        && Snapshot.Readings[ordinal].Value is { Type: PointValueType.Number } value
            ? value.Number
            : null;
}
