using Twins.Devices;
using Twins.Sites;

namespace Twins.Client.Live;

/// <summary>Which changes a subscriber wants; null leaves that open.</summary>
/// <param name="Site">Key of the site.</param>
/// <param name="Device">Key of the device within the site.</param>
/// <param name="Point">Key of the point, the same at every device.</param>
public sealed record LiveFilter(string? Site = null, string? Device = null, string? Point = null)
{
    /// <summary>Whether a device's changes are wanted at all.</summary>
    public bool Covers(DeviceKey device) =>
        (Site is null || string.Equals(Site, device.Site, StringComparison.Ordinal))
        && (Device is null || string.Equals(Device, device.Device, StringComparison.Ordinal));

    /// <summary>The wanted part of a change; null when nothing of it is wanted.</summary>
    internal DeviceChange? Select(DeviceChange change, TwinDefinition definition)
    {
        if (!Covers(definition.Key))
        {
            return null;
        }

        if (Point is null)
        {
            return change;
        }

        if (!definition.Points.TryGetOrdinal(Point, out int ordinal))
        {
            return null;
        }

        var readings = change.Readings.RemoveAll(reading => reading.Point != ordinal);
        var setpoints = change.Setpoints.RemoveAll(setpoint => setpoint.Point != ordinal);
        return readings.IsEmpty && setpoints.IsEmpty && change.Connectivity is null
            ? null
            : change with { Readings = readings, Setpoints = setpoints };
    }
}
