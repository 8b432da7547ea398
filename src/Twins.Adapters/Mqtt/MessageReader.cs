using System.Text;
using Twins.Adapters.Mqtt;
using Twins.Readings;
using Twins.Protocols.Mqtt;
using Twins.Protocols.Mqtt.Topics;

namespace Twins.Adapters.Mqtt;

/// <summary>
/// Reads messages into arrivals: topic to device by a tree, payload to readings by the compiled description, both without allocating; a
/// batch for each device and all that arrived at once. Used by the client's reading loop only.
/// </summary>
internal sealed class MessageReader : IMqttReadings
{
    private readonly TopicTree<MqttSource> _sources = new();
    private readonly MqttWorkspace _workspace = new();
    private readonly DeviceBuffer[] _buffers;
    private readonly List<int> _touched = [];
    private readonly Acknowledgements _acknowledgements;
    private readonly MessageLog _log;
    private readonly TimeProvider _clock;
    private Timestamp _receivedAt;
    private bool _isLive;
    private MessageReceipt? _receipt;
    private Arrivals _arrivals = new();

    public MessageReader(MqttMap map, bool simulated, Acknowledgements acknowledgements, MessageLog log, TimeProvider clock, long start = 0)
    {
        _acknowledgements = acknowledgements;
        _log = log;
        _clock = clock;
        _buffers = [.. map.Devices.Select((device, index) => new DeviceBuffer(index, device, simulated, start))];
        foreach (MqttSource source in map.Sources)
        {
            _sources.Add(Encoding.UTF8.GetBytes(source.Topic), source);
        }
    }

    /// <summary>Begins what arrives at once.</summary>
    public void Begin(Arrivals arrivals)
    {
        _arrivals = arrivals;
        _receivedAt = Timestamp.Now(_clock);
    }

    /// <summary>Reads one message. A message that needs an acknowledgement and concerns no twin is acknowledged at once: it would never be better.</summary>
    public void Read(in MqttIncomingMessage message)
    {
        _log.CountReceived();
        _isLive = !message.Retain;
        _receipt = message.Acknowledgement.IsNone ? null : _acknowledgements.Take(message.Acknowledgement);
        try
        {
            var listeners = new Listeners(this, message);
            _sources.Match(message.Topic, ref listeners);
            Note(message, listeners);
        }
        finally
        {
            _receipt?.Settle();
            _receipt = null;
        }
    }

    /// <summary>Closes the batches of all devices that were heard.</summary>
    public void End()
    {
        foreach (int device in _touched)
        {
            _buffers[device].Close(_receivedAt, _arrivals);
        }

        _touched.Clear();
    }

    void IMqttReadings.Add(int device, in Reading reading)
    {
        DeviceBuffer buffer = _buffers[device];
        if (buffer.IsEmpty)
        {
            _touched.Add(device);
        }

        buffer.Add(reading, _isLive, _receipt, _receivedAt, _arrivals);
    }

    // The first complaint of a message is what is shown; it comes back with the count.
    void IMqttReadings.Complain(int device, in MqttFault fault)
    {
    }

    // Several may listen to a topic, each for its own: what one of them takes is neither bad nor unmatched because another finds nothing in it.
    private void Note(in MqttIncomingMessage message, in Listeners listeners)
    {
        MqttFault fault = listeners.Fault;
        if (!IsForOthers(fault.Kind) || (fault.Kind == MqttFaultKind.NothingDescribed && !listeners.IsTaken))
        {
            _log.CountBad(message.Topic, message.Payload, fault);
        }
        else if (!listeners.IsTaken)
        {
            _log.CountUnmatched();
        }
    }

    private static bool IsForOthers(MqttFaultKind kind) =>
        kind is MqttFaultKind.None or MqttFaultKind.UnknownDevice or MqttFaultKind.NothingDescribed;

    private MqttFault Take(MqttSource source, in MqttIncomingMessage message) => source switch
    {
        MqttReportSource report =>
            report.Decode(message.Payload, new MqttReceipt(_receivedAt, message.Retain), _workspace, this) is { Faults: > 0 } bad ? bad.First : default,
        MqttPresenceSource presence => TakePresence(presence, message.Payload),
        MqttAcknowledgementSource acknowledgement => TakeAnswer(acknowledgement, message),
        _ => default,
    };

    private MqttFault TakePresence(MqttPresenceSource source, ReadOnlySpan<byte> payload)
    {
        MqttPresenceState state = source.Decode(payload);
        if (state == MqttPresenceState.Unknown)
        {
            return new MqttFault(MqttFaultKind.UnknownMember, 0, "", null);
        }

        foreach (int device in source.Devices)
        {
            // What was read before it is also told before it.
            _buffers[device].Close(_receivedAt, _arrivals);
            ArrivalKind kind = state == MqttPresenceState.Online ? ArrivalKind.Birth : ArrivalKind.Will;
            _arrivals.Add(new Arrival(device, kind, null, null, _isLive));
        }

        return default;
    }

    // An answer that a broker kept belongs to a command of the past.
    private MqttFault TakeAnswer(MqttAcknowledgementSource source, in MqttIncomingMessage message)
    {
        if (message.Retain)
        {
            return default;
        }

        MqttFaultKind kind = source.Decode(message.Payload, message.CorrelationData, out MqttAnswer answer);
        if (kind == MqttFaultKind.None)
        {
            _arrivals.Add(answer);
        }

        // An id of another form belongs to somebody else's command.
        return new MqttFault(kind == MqttFaultKind.NothingDescribed ? MqttFaultKind.UnknownDevice : kind, 0, "", null);
    }

    /// <summary>Hands a message to all who listen to its topic.</summary>
    private ref struct Listeners(MessageReader reader, MqttIncomingMessage message) : ITopicMatches<MqttSource>
    {
        private readonly MqttIncomingMessage _message = message;

        /// <summary>Whether anybody took it as described.</summary>
        public bool IsTaken { get; private set; }

        /// <summary>The first complaint.</summary>
        public MqttFault Fault { get; private set; }

        public void Add(ReadOnlySpan<MqttSource> values)
        {
            foreach (MqttSource source in values)
            {
                MqttFault fault = reader.Take(source, _message);
                IsTaken |= fault.Kind == MqttFaultKind.None;
                Fault = IsForOthers(Fault.Kind) && fault.Kind != MqttFaultKind.None ? fault : Fault;
            }
        }
    }
}
