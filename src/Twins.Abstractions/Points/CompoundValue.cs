using System.Collections.Immutable;

namespace Twins.Points;

/// <summary>A value that does not fit into a machine word; the numbers on the hot path never allocate one.</summary>
[GenerateSerializer, Alias("twins.value.compound"), Immutable]
public abstract record CompoundValue;

/// <summary>A text value.</summary>
/// <param name="Text">The text, never null.</param>
[GenerateSerializer, Alias("twins.value.text"), Immutable]
public sealed record TextValue([property: Id(0)] string Text) : CompoundValue;

/// <summary>A WGS 84 position.</summary>
/// <param name="LatitudeDegrees">Latitude in degrees, −90 to 90, north positive.</param>
/// <param name="LongitudeDegrees">Longitude in degrees, −180 to 180, east positive.</param>
[GenerateSerializer, Alias("twins.value.position"), Immutable]
public sealed record PositionValue([property: Id(0)] double LatitudeDegrees, [property: Id(1)] double LongitudeDegrees) : CompoundValue;

/// <summary>An ordered schedule.</summary>
/// <param name="Entries">Entries ordered by start, not overlapping.</param>
[GenerateSerializer, Alias("twins.value.schedule"), Immutable]
public sealed record ScheduleValue([property: Id(0)] ImmutableArray<ScheduleEntry> Entries) : CompoundValue;

/// <summary>One step of a schedule.</summary>
/// <param name="Start">When the entry begins.</param>
/// <param name="DurationSeconds">How long it lasts, in seconds; positive.</param>
/// <param name="Value">The value in the point's canonical unit.</param>
[GenerateSerializer, Alias("twins.value.schedule-entry"), Immutable]
public readonly record struct ScheduleEntry(
    [property: Id(0)] Timestamp Start, [property: Id(1)] double DurationSeconds, [property: Id(2)] double Value);

/// <summary>Typed rows, replaced as a whole.</summary>
/// <param name="Rows">The rows, each with one value per field of the point's record shape, in its order.</param>
[GenerateSerializer, Alias("twins.value.records"), Immutable]
public sealed record RecordsValue([property: Id(0)] ImmutableArray<ImmutableArray<PointValue>> Rows) : CompoundValue;
