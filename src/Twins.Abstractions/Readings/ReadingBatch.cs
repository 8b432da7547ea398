using System.Collections.Immutable;

namespace Twins.Readings;

/// <summary>Readings of one device that were received together. A reading's identity is device, point, time and sequence.</summary>
/// <param name="Device">The device's key, <c>site/device</c>.</param>
/// <param name="DescriptionHash">Hash of the description version that the ordinals belong to.</param>
/// <param name="Sequence">Number of the batch, counted per device by the adapter; greater is later.</param>
/// <param name="ReceivedAt">When the gateway received the answer.</param>
/// <param name="Readings">The readings; a point appears at most once.</param>
[GenerateSerializer, Alias("twins.reading-batch"), Immutable]
public sealed record ReadingBatch(
    [property: Id(0)] string Device,
    [property: Id(1)] string DescriptionHash,
    [property: Id(2)] long Sequence,
    [property: Id(3)] Timestamp ReceivedAt,
    [property: Id(4)] ImmutableArray<Reading> Readings);
