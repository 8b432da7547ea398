using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Twins.Adapters.Mqtt.Decoding;

namespace Twins.Adapters.Mqtt;

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
