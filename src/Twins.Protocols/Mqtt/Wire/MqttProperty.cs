using System.Text;

namespace Twins.Protocols.Mqtt.Wire;

/// <summary>One property as it stands in a packet; what its type does not use is 0 or empty.</summary>
internal readonly ref struct MqttProperty
{
    public PropertyId Id { get; init; }

    /// <summary>The value of a number.</summary>
    public uint Number { get; init; }

    /// <summary>The value of a text (UTF-8, checked) or of binary data, or the name of a user property.</summary>
    public ReadOnlySpan<byte> Bytes { get; init; }

    /// <summary>The value of a user property (UTF-8, checked).</summary>
    public ReadOnlySpan<byte> Value { get; init; }

    /// <summary><see cref="Bytes"/> as a text.</summary>
    public string Text => Encoding.UTF8.GetString(Bytes);

    /// <summary>Whether <see cref="Number"/> is not 0.</summary>
    public bool Flag => Number != 0;

    public MqttUserProperty UserProperty => new(Text, Encoding.UTF8.GetString(Value));
}
