using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Twins.Adapters.Mqtt.Decoding;
using Twins.Points;
using Twins.Sites;

namespace Twins.Adapters.Mqtt;

/// <summary>
/// What a connection's devices say and take, compiled once: placeholders filled, pointers merged into trees, ordinals resolved. Immutable;
/// devices of one description share their decoders.
/// </summary>
public sealed class MqttMap
{
    private readonly FrozenDictionary<(int Device, int Ordinal), MqttSetpoint> _setpoints;

    private MqttMap(ImmutableArray<TwinDefinition> devices, ImmutableArray<MqttSource> sources, FrozenDictionary<(int, int), MqttSetpoint> setpoints)
    {
        Devices = devices;
        Sources = sources;
        _setpoints = setpoints;
    }

    /// <summary>The devices; elsewhere "device" is an index into them.</summary>
    public ImmutableArray<TwinDefinition> Devices { get; }

    /// <summary>What the connection listens to: reports, presence and acknowledgements, each with its topic.</summary>
    public ImmutableArray<MqttSource> Sources { get; }

    /// <summary>Every commanded point.</summary>
    public IEnumerable<(int Device, MqttSetpoint Setpoint)> Setpoints => _setpoints.Select(pair => (pair.Key.Device, pair.Value));

    /// <summary>Compiles the map of a connection.</summary>
    /// <param name="devices">The connection's devices, of definitions that the loader has checked.</param>
    /// <exception cref="ArgumentException">A device does not speak MQTT.</exception>
    public static MqttMap Compile(IEnumerable<TwinDefinition> devices)
    {
        ImmutableArray<TwinDefinition> all = [.. devices];
        foreach (var device in all.Where(device => device.Description.Protocol is not MqttDescription))
        {
            throw new ArgumentException($"'{device.Key}' is described without MQTT, by '{device.Description.Key}'.", nameof(devices));
        }

        var setpoints = all.SelectMany((device, index) => SetpointCompiler.Compile(device).Select(setpoint => ((index, setpoint.Ordinal), setpoint)));
        return new MqttMap(all, [.. new SourceCompiler(all).Compile()], setpoints.ToFrozenDictionary(pair => pair.Item1, pair => pair.setpoint));
    }

    /// <summary>The commanded point of an ordinal; null when it cannot be commanded.</summary>
    /// <param name="device">Index of the device.</param>
    /// <param name="ordinal">Ordinal of the point.</param>
    public MqttSetpoint? FindSetpoint(int device, int ordinal) => _setpoints.GetValueOrDefault((device, ordinal));
}

/// <summary>A commanded point of a device: where it is published, how the device answers, where the truth is read.</summary>
public sealed class MqttSetpoint
{
    private readonly MqttPayload _payload;
    private readonly Func<MqttPlaceholder, string?> _fill;

    internal MqttSetpoint(MqttCommand command, PointAddress address, MqttPayload payload, int? readBackOrdinal)
    {
        Command = command;
        Ordinal = address.Ordinal;
        Key = address.Key;
        ReadBackOrdinal = readBackOrdinal;
        _fill = address.Fill;
        _payload = payload;
        Topic = command.Topic.Resolve(_fill);
        AcknowledgementTopic = command.Acknowledgement?.Topic.Resolve(_fill);
    }

    /// <summary>The command as described: tolerance, limits, watchdog, safe value, quality of service.</summary>
    public MqttCommand Command { get; }

    /// <summary>Ordinal in the device's point table.</summary>
    public int Ordinal { get; }

    /// <summary>Key in the point table, such as <c>modules.3.powerSetpoint</c>.</summary>
    public string Key { get; }

    /// <summary>The topic on which it is published.</summary>
    public string Topic { get; }

    /// <summary>The topic on which the device answers; also the response topic when it answers by correlation data. Null when it does not answer.</summary>
    public string? AcknowledgementTopic { get; }

    /// <summary>Ordinal of the reported point at which the device shows what it follows; null when only its answer tells.</summary>
    public int? ReadBackOrdinal { get; }

    /// <summary>Writes the payload.</summary>
    /// <param name="value">The value in the canonical unit.</param>
    /// <param name="command">The command's id.</param>
    /// <param name="now">When it is sent.</param>
    /// <param name="payload">The payload.</param>
    /// <returns>Null, or why the value cannot be written.</returns>
    public string? TryWrite(PointValue value, Guid command, Timestamp now, out byte[] payload) => _payload.TryWrite(
        value,
        placeholder => placeholder switch
        {
            MqttPlaceholder.Command => command.ToString("D", CultureInfo.InvariantCulture),
            MqttPlaceholder.Time => now.ToString(),
            _ => _fill(placeholder) ?? "",
        },
        out payload);

    /// <summary>The correlation data by which MQTT 5.0 joins the answer to the command.</summary>
    /// <param name="command">The command's id.</param>
    public static byte[] CorrelationData(Guid command) => Encoding.UTF8.GetBytes(command.ToString("D", CultureInfo.InvariantCulture));

    /// <summary>Whether the device follows: the read-back is within the tolerance, or what was sent differs from what was asked by no more than its rounding.</summary>
    /// <param name="requested">What was asked, in the canonical unit.</param>
    /// <param name="readBack">What was read back, in the canonical unit.</param>
    public bool IsFollowed(PointValue requested, PointValue readBack)
    {
        if (requested.Type != PointValueType.Number || readBack.Type != PointValueType.Number)
        {
            return requested.HasValue && requested == readBack;
        }

        return Math.Abs(requested.Number - readBack.Number) <= Math.Max(Command.Tolerance, _payload.HalfStep(requested.Number));
    }
}
