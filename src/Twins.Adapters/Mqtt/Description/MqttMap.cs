using System.Collections.Frozen;
using System.Collections.Immutable;
using Twins.Adapters.Mqtt.Decoding;
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
