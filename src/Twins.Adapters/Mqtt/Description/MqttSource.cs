using System.Buffers.Text;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Twins.Adapters.Mqtt.Decoding;

namespace Twins.Adapters.Mqtt;

/// <summary>A topic that a connection listens to, with every placeholder filled.</summary>
public abstract class MqttSource
{
    private protected MqttSource(string topic, int qualityOfService)
    {
        Topic = topic;
        QualityOfService = qualityOfService;
    }

    /// <summary>The topic. Several sources may listen to one.</summary>
    public string Topic { get; }

    /// <summary>Quality of service that is asked for, 0 to 2.</summary>
    public int QualityOfService { get; }
}

/// <summary>A topic on which devices publish values.</summary>
public sealed class MqttReportSource : MqttSource
{
    private readonly MessageDecoder _decoder;
    private readonly int[] _definitions;
    private readonly int _part;

    internal MqttReportSource(string topic, MqttReport report, MessageDecoder decoder, int device, int part, int[] definitions)
        : base(topic, report.QualityOfService)
    {
        Report = report;
        Device = device;
        _decoder = decoder;
        _part = part;
        _definitions = definitions;
    }

    /// <summary>The topic as described.</summary>
    public MqttReport Report { get; }

    /// <summary>Index of the device in <see cref="MqttMap.Devices"/>; −1 when the messages name it.</summary>
    public int Device { get; }

    /// <summary>
    /// Decodes a message. A payload that is broken as a whole gives no reading and one fault; a value that is none gives a bad reading and a
    /// fault; what the payload does not hold gives nothing. No input makes an exception, and none an allocation but texts and broken payloads.
    /// </summary>
    /// <param name="payload">The payload.</param>
    /// <param name="receipt">How it came.</param>
    /// <param name="workspace">The reader's own.</param>
    /// <param name="into">Takes readings and complaints, once the payload was found to be whole.</param>
    public MqttDecoded Decode(ReadOnlySpan<byte> payload, in MqttReceipt receipt, MqttWorkspace workspace, IMqttReadings into) =>
        _decoder.Decode(PayloadBytes.Trim(payload), new DecodingCall(Device, _part, receipt, workspace, _definitions, into));
}

/// <summary>What a birth or will message says.</summary>
public enum MqttPresenceState
{
    /// <summary>Neither of the two: the message is not understood.</summary>
    Unknown,

    /// <summary>The device is there.</summary>
    Online,

    /// <summary>The device is gone.</summary>
    Offline,
}

/// <summary>A topic on which devices say whether they are there.</summary>
public sealed class MqttPresenceSource : MqttSource
{
    private readonly LiteralMatcher _matcher;

    internal MqttPresenceSource(string topic, MqttPresence presence, ImmutableArray<int> devices)
        : base(topic, presence.QualityOfService)
    {
        Devices = devices;
        _matcher = new LiteralMatcher(presence.Place, [presence.Online, presence.Offline]);
    }

    /// <summary>Indices of the devices in <see cref="MqttMap.Devices"/>: one, or all behind a gateway.</summary>
    public ImmutableArray<int> Devices { get; }

    /// <summary>Understands a message.</summary>
    /// <param name="payload">The payload.</param>
    public MqttPresenceState Decode(ReadOnlySpan<byte> payload) => _matcher.Match(PayloadBytes.Trim(payload)) switch
    {
        0 => MqttPresenceState.Online,
        1 => MqttPresenceState.Offline,
        _ => MqttPresenceState.Unknown,
    };
}

/// <summary>What a device answered to a command.</summary>
/// <param name="Command">The command's id.</param>
/// <param name="Accepted">Whether the device took it.</param>
/// <param name="Reason">Why not, in the device's words; null when it gave none.</param>
public readonly record struct MqttAnswer(Guid Command, bool Accepted, string? Reason);

/// <summary>A topic on which a device answers commands.</summary>
public sealed class MqttAcknowledgementSource : MqttSource
{
    private const int MaxReasonBytes = 500;

    private readonly MqttAcknowledgement _acknowledgement;
    private readonly LiteralMatcher _accepted;
    private readonly LiteralMatcher _refused;

    internal MqttAcknowledgementSource(string topic, MqttAcknowledgement acknowledgement, int device)
        : base(topic, acknowledgement.QualityOfService)
    {
        Device = device;
        _acknowledgement = acknowledgement;
        _accepted = new LiteralMatcher(acknowledgement.Result, acknowledgement.Accepted);
        _refused = new LiteralMatcher(acknowledgement.Result, acknowledgement.Refused);
    }

    /// <summary>Index of the device in <see cref="MqttMap.Devices"/>; several devices may answer on one topic, told apart by the command's id.</summary>
    public int Device { get; }

    /// <summary>Understands a message.</summary>
    /// <param name="payload">The payload.</param>
    /// <param name="correlationData">MQTT 5.0's correlation data; empty without.</param>
    /// <param name="answer">The answer.</param>
    /// <returns>What is wrong: <see cref="MqttFaultKind.None"/> when the answer belongs to a command.</returns>
    public MqttFaultKind Decode(ReadOnlySpan<byte> payload, ReadOnlySpan<byte> correlationData, out MqttAnswer answer)
    {
        answer = default;
        payload = PayloadBytes.Trim(payload);
        var id = correlationData;
        if (_acknowledgement.Correlation is { } place)
        {
            var fault = JsonLookup.TryFind(payload, place, out var capture);
            if (fault != MqttFaultKind.None)
            {
                return fault;
            }

            id = capture.Type == JsonTokenType.String ? capture.Raw(payload) : default;
        }

        if (!Utf8Parser.TryParse(id, out Guid command, out var used) || used != id.Length)
        {
            return MqttFaultKind.NothingDescribed;
        }

        var isAccepted = IsAccepted(payload);
        answer = new MqttAnswer(command, isAccepted, isAccepted ? null : Read(payload, _acknowledgement.Reason) ?? Read(payload, _acknowledgement.Result));
        return MqttFaultKind.None;
    }

    // What is neither accepted nor refused is the opposite of what the description lists.
    private bool IsAccepted(ReadOnlySpan<byte> payload) =>
        _acknowledgement.Result is null
        || (_acknowledgement.Accepted.IsEmpty ? _refused.Match(payload) < 0 : _accepted.Match(payload) >= 0);

    private static string? Read(ReadOnlySpan<byte> payload, JsonPointer? place)
    {
        Span<byte> buffer = stackalloc byte[MaxReasonBytes];
        return place is not null
            && JsonLookup.TryFind(payload, place, out var capture) == MqttFaultKind.None
            && capture.Type is JsonTokenType.String or JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False
            && capture.TryGetText(payload, buffer, out var text) == MqttFaultKind.None
            && text.Length <= MaxReasonBytes
            && Utf8.IsValid(text)
            ? Encoding.UTF8.GetString(text)
            : null;
    }
}
