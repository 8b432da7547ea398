using System.Collections.Immutable;

namespace Twins.Readings;

/// <summary>Readings of one device that were received together. Their order is (start, number), never a clock's.</summary>
/// <param name="Device">The device's key, <c>site/device</c>.</param>
/// <param name="DescriptionHash">Hash of the description version that the ordinals belong to.</param>
/// <param name="Start">
/// The start of the adapter that sends it, from <see cref="Sites.ISite.NextStartAsync"/>: a batch of an older start is refused, one of a newer
/// start is always accepted.
/// </param>
/// <param name="Number">Counts the batches of the device within the start; must rise.</param>
/// <param name="ReceivedAt">When the gateway received the answer.</param>
/// <param name="Readings">The readings; a point appears at most once.</param>
[GenerateSerializer, Alias("twins.reading-batch"), Immutable]
public sealed record ReadingBatch(
    [property: Id(0)] string Device,
    [property: Id(1)] string DescriptionHash,
    [property: Id(2)] long Start,
    [property: Id(5)] long Number,
    [property: Id(3)] Timestamp ReceivedAt,
    [property: Id(4)] ImmutableArray<Reading> Readings);
