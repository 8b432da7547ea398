using Twins.Devices;
using Twins.Readings;

namespace Twins.Adapters.Mqtt.Decoding;

/// <summary>Decodes the payloads of one described topic.</summary>
internal abstract class MessageDecoder
{
    /// <summary>Decodes a payload.</summary>
    /// <param name="payload">The payload.</param>
    /// <param name="call">Whose it is, how it came, and where everything goes.</param>
    public abstract MqttDecoded Decode(ReadOnlySpan<byte> payload, in DecodingCall call);
}

/// <summary>A payload's surroundings while it is decoded.</summary>
/// <param name="Device">The device that the topic names; −1 when the message does.</param>
/// <param name="Part">The part that the topic names, from 0; −1 when it names none.</param>
/// <param name="Receipt">How the message came.</param>
/// <param name="Workspace">What is remembered meanwhile.</param>
/// <param name="Definitions">The definition of each device of the map.</param>
/// <param name="Into">Takes what the message says.</param>
internal readonly record struct DecodingCall(int Device, int Part, MqttReceipt Receipt, MqttWorkspace Workspace, int[] Definitions, IMqttReadings Into)
{
    /// <summary>The gateway's time, for what has none of its own.</summary>
    public SourceTime Received => new(Receipt.ReceivedAt, TimeSource.Gateway, IsDoubtful: false);

    /// <summary>Remembers a value as a reading of its point; what the device does not have is left out.</summary>
    public void Add(int device, int part, CompiledPoint point, in DecodedValue decoded, SourceTime time)
    {
        var ordinal = point.Ordinal(Definitions[device], part);
        if (ordinal < 0)
        {
            return;
        }

        var (quality, reason) = Judge(decoded, time);
        Workspace.Add(device, new Reading(ordinal, decoded.Value, quality, reason, time.Time, time.Source));
    }

    /// <summary>Remembers a complaint.</summary>
    public void Complain(int device, MqttFaultKind kind, int position, string place, string? point) =>
        Workspace.Complain(device, new MqttFault(kind, position, place, point));

    /// <summary>Refuses the payload as a whole.</summary>
    public MqttDecoded Reject(MqttFaultKind kind, int position) => Workspace.Reject(Device, new MqttFault(kind, position, "", null), Into);

    /// <summary>Hands over what was remembered; a payload without anything that is described is a complaint.</summary>
    public MqttDecoded Deliver()
    {
        if (Workspace is { ReadingCount: 0, FaultCount: 0 })
        {
            Complain(Device, MqttFaultKind.NothingDescribed, 0, "", null);
        }

        return Workspace.Deliver(Into);
    }

    private (Quality Quality, QualityReason Reason) Judge(in DecodedValue decoded, SourceTime time)
    {
        if (decoded.Quality is not (Quality.Good or Quality.Uncertain))
        {
            return (decoded.Quality, decoded.Reason);
        }

        return Receipt.Retained ? (Quality.Uncertain, QualityReason.Retained)
            : time.IsDoubtful ? (Quality.Uncertain, QualityReason.Clock)
            : (decoded.Quality, decoded.Reason);
    }
}

/// <summary>When a value held.</summary>
/// <param name="Time">The instant.</param>
/// <param name="Source">Whose clock it is from.</param>
/// <param name="IsDoubtful">Whether the device named a time that could not be read.</param>
internal readonly record struct SourceTime(Timestamp Time, TimeSource Source, bool IsDoubtful);

/// <summary>Decodes payloads that are one number or one text.</summary>
internal sealed class WholeDecoder(CompiledPoint point, bool isNumber) : MessageDecoder
{
    /// <inheritdoc/>
    public override MqttDecoded Decode(ReadOnlySpan<byte> payload, in DecodingCall call)
    {
        call.Workspace.Begin();
        var text = isNumber ? payload.Trim(" \t\r\n"u8) : payload;
        if (text.IsEmpty && isNumber)
        {
            return call.Reject(MqttFaultKind.Empty, 0);
        }

        var fault = point.Codec.DecodeText(text, isWhole: true, out var decoded);
        if (fault != MqttFaultKind.None)
        {
            call.Complain(call.Device, fault, 0, "", point.Key);
        }

        call.Add(call.Device, call.Part, point, decoded, call.Received);
        return call.Deliver();
    }
}
