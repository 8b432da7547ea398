using Twins.Points;

namespace Twins.Readings;

/// <summary>One value of one point at an instant.</summary>
/// <param name="Point">The point's dense ordinal in the description version named by the batch.</param>
/// <param name="Value">The value in the point's canonical unit; <see cref="PointValue.None"/> when not available.</param>
/// <param name="Quality">How far to trust it.</param>
/// <param name="Reason">Why it is not simply good.</param>
/// <param name="Time">When the value held: the source's time if trusted, else the gateway's.</param>
/// <param name="TimeSource">Whose clock <paramref name="Time"/> is from.</param>
[GenerateSerializer, Alias("twins.reading"), Immutable]
public readonly record struct Reading(
    [property: Id(0)] int Point,
    [property: Id(1)] PointValue Value,
    [property: Id(2)] Quality Quality,
    [property: Id(3)] QualityReason Reason,
    [property: Id(4)] Timestamp Time,
    [property: Id(5)] TimeSource TimeSource);
