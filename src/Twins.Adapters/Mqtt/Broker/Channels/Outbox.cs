using System.Diagnostics.CodeAnalysis;
using MQTTnet.Packets;
using Twins.Adapters.Mqtt.Broker.Retained;

namespace Twins.Adapters.Mqtt.Broker.Channels;

/// <summary>
/// What is to be sent to one client in its own time: our answers, and messages of QoS 1 and 2, of which no more are under way than the
/// client takes at once (5.0: Receive Maximum). MQTTnet sends without such a window, reuses packet identifiers that are under way, and
/// forwards expired messages.
/// </summary>
internal sealed class Outbox(TimeSpan stalledAfter, TimeProvider clock)
{
    private readonly Lock _gate = new();
    private readonly Queue<MqttPacket> _answers = new();
    private readonly Queue<MqttPublishPacket> _waiting = new();
    private readonly HashSet<ushort> _inFlight = [];
    private long _progressAt;
    private ushort _lastIdentifier;
    private bool _ended;

    /// <summary>Messages that may be under way at once.</summary>
    public int Window { get; set; } = 1;

    public bool HasWaiting
    {
        get
        {
            lock (_gate)
            {
                return _waiting.Count > 0;
            }
        }
    }

    /// <summary>Adds an answer; false when the client asks faster than it takes answers.</summary>
    public bool TryAnswer(MqttPacket packet, int max)
    {
        lock (_gate)
        {
            if (_ended || _answers.Count >= max)
            {
                return _ended;
            }

            _answers.Enqueue(packet);
            return true;
        }
    }

    /// <summary>Adds a message of QoS 1 or 2.</summary>
    public void Add(MqttPublishPacket packet)
    {
        lock (_gate)
        {
            if (!_ended)
            {
                _waiting.Enqueue(packet);
            }
        }
    }

    /// <summary>Only answers leave from now on, and this one last.</summary>
    public void End(MqttPacket? farewell)
    {
        lock (_gate)
        {
            _ended = true;
            _waiting.Clear();
            if (farewell is not null)
            {
                _answers.Enqueue(farewell);
            }
        }
    }

    /// <summary>What may be sent next; expired messages are taken out on the way.</summary>
    /// <param name="packet">The packet; a message has its packet identifier.</param>
    /// <param name="taken">Called for each message that left the queue, with whether it is to be sent.</param>
    public bool TryNext([NotNullWhen(true)] out MqttPacket? packet, Action<MqttPublishPacket, bool> taken)
    {
        lock (_gate)
        {
            if (_answers.TryDequeue(out packet))
            {
                return true;
            }

            while (_waiting.TryPeek(out var next))
            {
                var remaining = MessageDeadline.Remaining(next.UserProperties, clock);
                if (remaining <= TimeSpan.Zero)
                {
                    _waiting.Dequeue();
                    taken(next, false);
                    continue;
                }

                if (_inFlight.Count >= Window || (remaining is not null && _inFlight.Count > 0 && clock.GetElapsedTime(_progressAt) > stalledAfter))
                {
                    return false;
                }

                _waiting.Dequeue();
                taken(next, true);
                if (_inFlight.Count == 0)
                {
                    _progressAt = clock.GetTimestamp();
                }

                next.PacketIdentifier = NextIdentifier();
                packet = next;
                return true;
            }

            return false;
        }
    }

    /// <summary>A message was acknowledged, refused, or not sent after all.</summary>
    public void Settle(ushort identifier)
    {
        lock (_gate)
        {
            _inFlight.Remove(identifier);
            _progressAt = clock.GetTimestamp();
        }
    }

    /// <summary>The client has a message of QoS 2; its completion is still to come.</summary>
    public void Progress()
    {
        lock (_gate)
        {
            _progressAt = clock.GetTimestamp();
        }
    }

    private ushort NextIdentifier()
    {
        do
        {
            _lastIdentifier = _lastIdentifier == ushort.MaxValue ? (ushort)1 : (ushort)(_lastIdentifier + 1);
        }
        while (!_inFlight.Add(_lastIdentifier));
        return _lastIdentifier;
    }
}
