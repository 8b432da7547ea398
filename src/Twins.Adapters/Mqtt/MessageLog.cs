using System.Collections.Immutable;
using Twins.Connections;

namespace Twins.Adapters.Mqtt;

/// <summary>
/// Counts what a connection receives, and keeps the last few messages that could not be decoded. Counted on the client's thread and
/// read on the grain's turns. However many bad messages come, one a second is looked at closely.
/// </summary>
internal sealed class MessageLog(TimeProvider clock)
{
    /// <summary>Bad messages that are kept.</summary>
    public const int MaxSamples = 5;

    private static readonly TimeSpan SamplePause = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private ImmutableArray<BadMessage> _samples = [];
    private MonotonicTime _sampled;
    private long _received;
    private long _bad;
    private long _unmatched;

    public void CountReceived() => Interlocked.Increment(ref _received);

    public void CountUnmatched() => Interlocked.Increment(ref _unmatched);

    /// <summary>Counts a bad message, and keeps a sample of it unless one was taken just now.</summary>
    public void CountBad(ReadOnlySpan<byte> topic, ReadOnlySpan<byte> payload, in MqttFault fault)
    {
        Interlocked.Increment(ref _bad);
        MonotonicTime now = MonotonicTime.Now(clock);
        lock (_gate)
        {
            if (_samples.Length == MaxSamples && now - _sampled < SamplePause)
            {
                return;
            }

            var sample = new BadMessage(Timestamp.Now(clock), Excerpt.Of(topic, Excerpt.TopicLength), fault.ToString(), Excerpt.Of(payload, Excerpt.PayloadLength));
            _sampled = now;
            _samples = [sample, .. _samples.Take(MaxSamples - 1)];
        }
    }

    public MessageFigures Figures(int unacknowledged)
    {
        lock (_gate)
        {
            return new MessageFigures(
                Interlocked.Read(ref _received), Interlocked.Read(ref _bad), Interlocked.Read(ref _unmatched), unacknowledged, _samples);
        }
    }
}
