using System.Buffers;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text;
using MQTTnet;
using Twins.Readings;

namespace Twins.Adapters.Mqtt;

/// <summary>
/// Reads messages into arrivals: topic to device by a table, payload to readings by the compiled description, both without allocating; a
/// batch for each device and all that arrived at once. Used under the inbox's lock only.
/// </summary>
internal sealed class MessageReader : IMqttReadings
{
    private readonly FrozenDictionary<string, MqttSource[]> _sources;
    private readonly MqttWorkspace _workspace = new();
    private readonly DeviceBuffer[] _buffers;
    private readonly List<int> _touched = [];
    private readonly MessageLog _log;
    private readonly TimeProvider _clock;
    private Timestamp _receivedAt;
    private bool _isLive;
    private MessageReceipt? _receipt;
    private Arrivals _arrivals = new();

    public MessageReader(MqttMap map, ImmutableArray<FieldDevice> devices, MessageLog log, TimeProvider clock)
    {
        _log = log;
        _clock = clock;
        _buffers = [.. devices.Select((device, index) => new DeviceBuffer(index, device))];
        _sources = map.Sources
            .GroupBy(source => source.Topic, StringComparer.Ordinal)
            .ToFrozenDictionary(sources => sources.Key, sources => sources.ToArray(), StringComparer.Ordinal);
    }

    /// <summary>Begins what arrives at once.</summary>
    public void Begin(Arrivals arrivals)
    {
        _arrivals = arrivals;
        _receivedAt = Timestamp.Now(_clock);
    }

    /// <summary>Reads one message. One that needs an acknowledgement and concerns no twin is acknowledged at once: it would never be better.</summary>
    public void Read(in MqttArrived arrived)
    {
        MqttApplicationMessage message = arrived.Message;
        ReadOnlySpan<byte> payload = message.Payload.IsSingleSegment ? message.Payload.FirstSpan : message.Payload.ToArray();
        _log.CountReceived();
        _isLive = !message.Retain;
        _receipt = arrived.Acknowledgement is { } acknowledgement ? new MessageReceipt(acknowledgement) : null;
        if (_receipt is null)
        {
            _arrivals.Count(arrived);
        }

        try
        {
            Read(message, payload);
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
    private void Read(MqttApplicationMessage message, ReadOnlySpan<byte> payload)
    {
        bool isTaken = false;
        MqttFault first = default;
        foreach (MqttSource source in _sources.GetValueOrDefault(message.Topic) ?? [])
        {
            MqttFault fault = Take(source, message, payload);
            isTaken |= fault.Kind == MqttFaultKind.None;
            first = IsForOthers(first.Kind) && fault.Kind != MqttFaultKind.None ? fault : first;
            if (_isLive && !IsForOthers(fault.Kind) && source is MqttReportSource { Device: >= 0 } report)
            {
                // It cannot be read, but its sender is there.
                _arrivals.Items.Add(new Arrival(report.Device, ArrivalKind.Noise, null, null, IsLive: true));
            }
        }

        if (!IsForOthers(first.Kind) || (first.Kind == MqttFaultKind.NothingDescribed && !isTaken))
        {
            _log.CountBad(Encoding.UTF8.GetBytes(message.Topic), payload, first);
        }
        else if (!isTaken)
        {
            _log.CountUnmatched();
        }
    }

    private static bool IsForOthers(MqttFaultKind kind) =>
        kind is MqttFaultKind.None or MqttFaultKind.UnknownDevice or MqttFaultKind.NothingDescribed;

    private MqttFault Take(MqttSource source, MqttApplicationMessage message, ReadOnlySpan<byte> payload) => source switch
    {
        MqttReportSource report =>
            report.Decode(payload, new MqttReceipt(_receivedAt, message.Retain), _workspace, this) is { Faults: > 0 } bad ? bad.First : default,
        MqttPresenceSource presence => TakePresence(presence, payload),
        MqttAcknowledgementSource acknowledgement => TakeAnswer(acknowledgement, message, payload),
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
            _arrivals.Items.Add(new Arrival(device, kind, null, null, _isLive));
        }

        return default;
    }

    // An answer that a broker kept belongs to a command of the past.
    private MqttFault TakeAnswer(MqttAcknowledgementSource source, MqttApplicationMessage message, ReadOnlySpan<byte> payload)
    {
        if (message.Retain)
        {
            return default;
        }

        MqttFaultKind kind = source.Decode(payload, message.CorrelationData, out MqttAnswer answer);
        if (kind == MqttFaultKind.None)
        {
            _arrivals.Answers.Add(answer);
        }

        // An id of another form belongs to another client's command.
        return new MqttFault(kind == MqttFaultKind.NothingDescribed ? MqttFaultKind.UnknownDevice : kind, 0, "", null);
    }
}
