using System.Collections.Immutable;
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
