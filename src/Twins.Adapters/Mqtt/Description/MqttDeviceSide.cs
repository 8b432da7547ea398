using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Twins.Adapters.Mqtt.DeviceSide;
using Twins.Points;
using Twins.Sites;

namespace Twins.Adapters.Mqtt;

/// <summary>
/// The other end of a description: what a device of it publishes for its values, and what it understands of a command. For simulators, and to
/// try a description out.
/// </summary>
public sealed class MqttDeviceSide
{
    private MqttDeviceSide(ImmutableArray<MqttDeviceReport> reports, ImmutableArray<MqttDeviceCommand> commands, MqttDevicePresence? presence)
    {
        Reports = reports;
        Commands = commands;
        Presence = presence;
    }

    /// <summary>What it publishes.</summary>
    public ImmutableArray<MqttDeviceReport> Reports { get; }

    /// <summary>What it takes.</summary>
    public ImmutableArray<MqttDeviceCommand> Commands { get; }

    /// <summary>Its birth and will; null when it has none.</summary>
    public MqttDevicePresence? Presence { get; }

    /// <summary>Compiles a device's side.</summary>
    /// <param name="device">A definition that the loader has checked.</param>
    /// <exception cref="ArgumentException">The device does not speak MQTT.</exception>
    public static MqttDeviceSide Compile(TwinDefinition device)
    {
        var mqtt = device.Description.Protocol as MqttDescription ?? throw new ArgumentException($"'{device.Key}' is described without MQTT, by '{device.Description.Key}'.", nameof(device));
        var commands = mqtt.Commands.SelectMany(command =>
            PointAddress.Of(device, command.Key, command.FirstIndex).Select(address => new MqttDeviceCommand(command, address, device.Points[address.Ordinal], device.TimeZone)));
        return new MqttDeviceSide([.. ReportCompiler.Compile(device)], [.. commands], mqtt.Presence is { } presence ? new MqttDevicePresence(presence, device) : null);
    }
}

/// <summary>What a device publishes on a topic.</summary>
public sealed class MqttDeviceReport
{
    private readonly ReportWriter _writer;

    internal MqttDeviceReport(MqttReport report, string topic, ReportWriter writer)
    {
        Report = report;
        Topic = topic;
        _writer = writer;
    }

    /// <summary>The topic as described: how often, and in which format.</summary>
    public MqttReport Report { get; }

    /// <summary>The topic.</summary>
    public string Topic { get; }

    /// <summary>Writes a payload.</summary>
    /// <param name="values">The device's value of each point, by ordinal; <see cref="PointValue.None"/> for "not available".</param>
    /// <param name="now">The device's time.</param>
    /// <param name="payload">The payload.</param>
    /// <returns>Null, or why a value cannot be written.</returns>
    public string? TryWrite(Func<int, PointValue> values, Timestamp now, out byte[] payload) => _writer.TryWrite(values, now, out payload);
}

/// <summary>A device's birth and will.</summary>
public sealed class MqttDevicePresence
{
    internal MqttDevicePresence(MqttPresence presence, TwinDefinition device)
    {
        Topic = presence.Topic.Resolve(PointAddress.Filler(device, null));
        QualityOfService = presence.QualityOfService;
        Online = Write(presence.Place, presence.Online);
        Offline = Write(presence.Place, presence.Offline);
    }

    /// <summary>The topic.</summary>
    public string Topic { get; }

    /// <summary>Quality of service, 0 to 2.</summary>
    public int QualityOfService { get; }

    /// <summary>The birth message.</summary>
    public ReadOnlyMemory<byte> Online { get; }

    /// <summary>The will message.</summary>
    public ReadOnlyMemory<byte> Offline { get; }

    private static byte[] Write(JsonPointer? place, MqttLiteral literal) =>
        place is null ? Encoding.UTF8.GetBytes(literal.Text) : new JsonSkeleton().Put(place, 0).Write(_ => literal);
}

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
