using Twins.Connections;

namespace Twins.Api.Sites;

/// <summary>What a connection received whose devices report of their own accord, since its start.</summary>
/// <param name="Received">Messages received.</param>
/// <param name="Bad">Messages that could not be decoded, wholly or in part.</param>
/// <param name="Unmatched">Messages that no described topic or device takes.</param>
/// <param name="Unacknowledged">Messages not yet acknowledged to the broker, because their twin has not yet applied them.</param>
/// <param name="LastBad">The last few bad messages, the newest first.</param>
internal sealed record MessagesAnswer(long Received, long Bad, long Unmatched, int Unacknowledged, IReadOnlyList<BadMessageAnswer> LastBad)
{
    /// <summary>The answer for an adapter's figures.</summary>
    public static MessagesAnswer From(MessageFigures figures) => new(
        figures.Received,
        figures.Bad,
        figures.Unmatched,
        figures.Unacknowledged,
        [.. figures.LastBad.Select(bad => new BadMessageAnswer(bad.At, bad.Topic, bad.Reason, bad.Excerpt))]);
}

/// <summary>A message that could not be decoded.</summary>
/// <param name="At">When it was received.</param>
/// <param name="Topic">Its topic, shortened.</param>
/// <param name="Reason">What was wrong.</param>
/// <param name="Excerpt">The beginning of its payload; what is not printable is replaced.</param>
internal sealed record BadMessageAnswer(Timestamp At, string Topic, string Reason, string Excerpt);
