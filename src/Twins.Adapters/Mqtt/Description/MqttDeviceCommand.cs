using System.Globalization;
using Twins.Adapters.Mqtt.DeviceSide;
using Twins.Points;

namespace Twins.Adapters.Mqtt;

/// <summary>A command that a device takes.</summary>
public sealed class MqttDeviceCommand
{
    private readonly PayloadReader _reader;
    private readonly Func<MqttPlaceholder, string?> _fill;

    internal MqttDeviceCommand(MqttCommand command, PointAddress address, PointDefinition definition, TimeZoneInfo site)
    {
        Command = command;
        Ordinal = address.Ordinal;
        Topic = command.Topic.Resolve(address.Fill);
        _fill = address.Fill;
        _reader = new PayloadReader(command, address, definition, site);
    }

    /// <summary>The command as described.</summary>
    public MqttCommand Command { get; }

    /// <summary>Ordinal of the setpoint.</summary>
    public int Ordinal { get; }

    /// <summary>The topic on which the device listens.</summary>
    public string Topic { get; }

    /// <summary>Reads what is asked.</summary>
    /// <param name="payload">The payload.</param>
    /// <param name="value">The value, in the canonical unit.</param>
    /// <param name="id">The command's id; null when the payload has none.</param>
    /// <returns>What is wrong; nothing when the payload is understood.</returns>
    public MqttFaultKind TryRead(ReadOnlySpan<byte> payload, out PointValue value, out Guid? id) => _reader.TryRead(payload, out value, out id);

    /// <summary>Writes the answer.</summary>
    /// <param name="id">The command's id.</param>
    /// <param name="isAccepted">Whether the device takes it.</param>
    /// <param name="reason">Why not; null for no reason.</param>
    /// <param name="topic">The topic of the answer.</param>
    /// <param name="payload">The answer; MQTT 5.0's correlation data go beside it where the description says so.</param>
    /// <returns>False when the device does not answer.</returns>
    public bool TryAnswer(Guid id, bool isAccepted, string? reason, out string topic, out byte[] payload)
    {
        (topic, payload) = ("", []);
        if (Command.Acknowledgement is not { } acknowledgement)
        {
            return false;
        }

        var skeleton = new JsonSkeleton();
        List<MqttLiteral> literals = [];
        Put(acknowledgement.Correlation, new MqttLiteral(id.ToString("D", CultureInfo.InvariantCulture), true));
        Put(acknowledgement.Result, isAccepted
            ? acknowledgement.Accepted.FirstOrDefault(new MqttLiteral("ok", true))
            : acknowledgement.Refused.FirstOrDefault(new MqttLiteral("refused", true)));
        Put(reason is null ? null : acknowledgement.Reason, new MqttLiteral(reason ?? "", true));
        topic = acknowledgement.Topic.Resolve(_fill);
        payload = literals.Count == 0 ? [] : skeleton.Write(leaf => literals[leaf]);
        return true;

        void Put(JsonPointer? place, MqttLiteral literal)
        {
            if (place is not null)
            {
                skeleton.Put(place, literals.Count);
                literals.Add(literal);
            }
        }
    }
}
