using System.Collections.Immutable;

namespace Twins.Protocols.Mqtt.Wire;

/// <summary>Reads the properties of packets that have none but a reason string and user properties.</summary>
internal static class UserPropertyList
{
    public static ImmutableArray<MqttUserProperty> Read(PropertyReader properties, out string? reasonString)
    {
        reasonString = null;
        var userProperties = ImmutableArray.CreateBuilder<MqttUserProperty>();
        while (properties.TryRead(out var property))
        {
            if (property.Id == PropertyId.UserProperty)
            {
                userProperties.Add(property.UserProperty);
            }
            else
            {
                reasonString = property.Text;
            }
        }

        return userProperties.DrainToImmutable();
    }
}
