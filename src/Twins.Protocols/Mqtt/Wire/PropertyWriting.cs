using System.Collections.Immutable;

namespace Twins.Protocols.Mqtt.Wire;

/// <summary>Writes properties; those with the value <see langword="null"/> are left out.</summary>
internal static class PropertyWriting
{
    public static void WriteProperty(this MqttWriter writer, PropertyId id, byte? value)
    {
        if (value is { } number)
        {
            writer.WriteByte((byte)id);
            writer.WriteByte(number);
        }
    }

    public static void WriteProperty(this MqttWriter writer, PropertyId id, ushort? value)
    {
        if (value is { } number)
        {
            writer.WriteByte((byte)id);
            writer.WriteUInt16(number);
        }
    }

    public static void WriteProperty(this MqttWriter writer, PropertyId id, uint? value)
    {
        if (value is { } number)
        {
            writer.WriteByte((byte)id);
            writer.WriteUInt32(number);
        }
    }

    public static void WriteProperty(this MqttWriter writer, PropertyId id, string? value)
    {
        if (value is not null)
        {
            writer.WriteByte((byte)id);
            writer.WriteText(value, id.ToString());
        }
    }

    public static void WriteProperty(this MqttWriter writer, PropertyId id, ReadOnlyMemory<byte>? value)
    {
        if (value is { } bytes)
        {
            writer.WriteByte((byte)id);
            writer.WriteBinary(bytes.Span, id.ToString());
        }
    }

    public static void WriteSubscriptionIdentifier(this MqttWriter writer, int? value)
    {
        if (value is { } identifier)
        {
            writer.WriteByte((byte)PropertyId.SubscriptionIdentifier);
            writer.WriteVariableByteInteger(identifier);
        }
    }

    /// <summary>Writes a flag that is not at its default.</summary>
    public static void WriteFlag(this MqttWriter writer, PropertyId id, bool value, bool defaultValue)
    {
        if (value != defaultValue)
        {
            writer.WriteProperty(id, (byte?)(value ? 1 : 0));
        }
    }

    public static void WriteUserProperties(this MqttWriter writer, ImmutableArray<MqttUserProperty> properties)
    {
        if (properties.IsDefault)
        {
            return;
        }

        foreach (var property in properties)
        {
            writer.WriteByte((byte)PropertyId.UserProperty);
            writer.WriteText(property.Name, "the name of a user property");
            writer.WriteText(property.Value, "the value of a user property");
        }
    }
}
