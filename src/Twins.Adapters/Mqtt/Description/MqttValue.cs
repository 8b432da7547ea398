using System.Collections.Immutable;
using Twins.Devices;
using Twins.Units;

namespace Twins.Adapters.Mqtt;

/// <summary>How a device writes a value: the same for what it reports and for what it is told. Number × scale + offset, in <see cref="Unit"/>, then to canonical.</summary>
public sealed record MqttValue
{
    /// <summary>Unit of the device's number; null for what has none. A SenML record that names its own unit is taken at its word.</summary>
    public Unit? Unit { get; init; }

    /// <summary>Factor from the device's number to <see cref="Unit"/>.</summary>
    public double Scale { get; init; } = 1;

    /// <summary>Offset in <see cref="Unit"/>, added after scaling.</summary>
    public double Offset { get; init; }

    /// <summary>Sign convention.</summary>
    public SignConvention Sign { get; init; }

    /// <summary>What means "not available" beside JSON's null; null when there is nothing else.</summary>
    public MqttLiteral? NotAvailable { get; init; }

    /// <summary>Whether JSON writes the number as a text, such as <c>"23.5"</c>.</summary>
    public bool IsNumberInText { get; init; }

    /// <summary>What the device writes → member key, for enums whose words differ from the type's keys and codes; empty when they agree.</summary>
    public ImmutableDictionary<MqttLiteral, string> EnumMap { get; init; } = ImmutableDictionary<MqttLiteral, string>.Empty;

    /// <summary>What a flag says when it is set; null takes true, or 1.</summary>
    public MqttLiteral? WhenTrue { get; init; }

    /// <summary>What a flag says when it is not set; null takes false, or 0.</summary>
    public MqttLiteral? WhenFalse { get; init; }

    /// <summary>How a point that is an instant is written.</summary>
    public MqttTimeFormat TimeFormat { get; init; }
}
