using System.Collections.Immutable;
using Twins.Devices;
using Twins.Sites;
using Twins.Points;
using Twins.Readings;

namespace Twins.Grains.Sites;

/// <summary>The health of a device in an overview. Pure.</summary>
internal static class SiteHealth
{
    public static DeviceHealth Of(DeviceView device)
    {
        ImmutableArray<Reading> readings = device.Snapshot?.Readings ?? [];
        return new DeviceHealth(
            device.Definition.Key.Device,
            device.Definition.Type.Key,
            device.Snapshot?.Connectivity ?? ConnectivityReport.NotTried,
            readings.Count(reading => IsPolled(device, reading.Point) && Freshness.IsFresh(reading.Quality)),
            Enumerable.Range(0, device.Definition.Points.Count).Count(ordinal => IsPolled(device, ordinal)),
            [.. readings.Where(reading => IsAbnormal(device, reading)).Select(reading => device.Definition.Points[reading.Point].Key)]);
    }

    // Types describe more than every product measures: expected is what the product's map reads.
    private static bool IsPolled(DeviceView device, int ordinal)
    {
        string key = device.Definition.Points[ordinal].Key;
        return device.Definition.Description.ReportedPoints().Contains(PointKeys.WithoutIndex(key), StringComparer.Ordinal);
    }

    private static bool IsAbnormal(DeviceView device, Reading reading) =>
        Freshness.IsFresh(reading.Quality)
        && reading.Value.Type == PointValueType.Enum
        && device.Definition.Points[reading.Point].Members.Any(member => member.Abnormal && member.Code == reading.Value.EnumCode);
}
