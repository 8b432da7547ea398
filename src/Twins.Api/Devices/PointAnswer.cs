using System.Collections.Immutable;
using Twins.Api.Json;
using Twins.Points;
using Twins.Readings;
using Twins.Sites;

namespace Twins.Api.Devices;

/// <summary>A point with its latest value.</summary>
/// <param name="Key">Key in lowerCamelCase, <c>group.index.name</c> in repeated parts.</param>
/// <param name="Value">The value in the unit; null when there is none.</param>
/// <param name="Unit">Symbol of the canonical unit; null for what is no number.</param>
/// <param name="Quality">How far to trust it.</param>
/// <param name="QualityReason">Why it is not simply good; null when it is.</param>
/// <param name="Time">When the value held; null when nothing was ever read.</param>
/// <param name="AgeMs">Age in milliseconds when the answer was made; null when nothing was ever read.</param>
/// <param name="Kind">What the point is to the device.</param>
internal sealed record PointAnswer(
    string Key, PointJsonValue Value, string? Unit, Quality Quality, QualityReason? QualityReason, Timestamp? Time, long? AgeMs, PointKind Kind)
{
    /// <summary>The answer for a reading, as of an instant.</summary>
    public static PointAnswer From(PointDefinition point, in Reading reading, Timestamp now)
    {
        var read = reading.Time != default;
        return new(
            point.Key,
            new PointJsonValue(reading.Value, point),
            point.Unit?.Symbol,
            reading.Quality,
            reading.Reason == Readings.QualityReason.None ? null : reading.Reason,
            read ? reading.Time : null,
            read ? Math.Max(0, (long)(now - reading.Time).TotalMilliseconds) : null,
            point.Kind);
    }

    /// <summary>The answers for readings of a device, in their order.</summary>
    public static PointAnswer[] From(TwinDefinition device, ImmutableArray<Reading> readings, Timestamp now)
    {
        var points = new PointAnswer[readings.Length];
        for (var index = 0; index < points.Length; index++)
        {
            points[index] = From(device.Points[readings[index].Point], readings[index], now);
        }

        return points;
    }
}
