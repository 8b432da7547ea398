using System.Collections.Immutable;

namespace Twins.Connections;

/// <summary>What a connection received whose devices report of their own accord, since its start.</summary>
/// <param name="Received">Messages received.</param>
/// <param name="Bad">Messages that could not be decoded by the description, wholly or in part.</param>
/// <param name="Unmatched">Messages that no described topic or device takes.</param>
/// <param name="Unacknowledged">Messages not yet acknowledged to the broker, because their twin has not yet applied them.</param>
/// <param name="LastBad">The last few bad messages, the newest first; never default.</param>
[GenerateSerializer, Alias("twins.message-figures"), Immutable]
public sealed record MessageFigures(
    [property: Id(0)] long Received,
    [property: Id(1)] long Bad,
    [property: Id(2)] long Unmatched,
    [property: Id(3)] int Unacknowledged,
    [property: Id(4)] ImmutableArray<BadMessage> LastBad);

/// <summary>A message that could not be decoded, for those who have to fix its sender or its description.</summary>
/// <param name="At">When it was received.</param>
/// <param name="Topic">Its topic, shortened.</param>
/// <param name="Reason">What was wrong.</param>
/// <param name="Excerpt">The beginning of its payload; what is not printable is replaced.</param>
[GenerateSerializer, Alias("twins.bad-message"), Immutable]
public sealed record BadMessage(
    [property: Id(0)] Timestamp At,
    [property: Id(1)] string Topic,
    [property: Id(2)] string Reason,
    [property: Id(3)] string Excerpt);
