using System.Text;
using Twins.Protocols.Mqtt;
using Twins.Protocols.Mqtt.Wire;

namespace Twins.Tests.Protocols.Mqtt.Broker.Support;

/// <summary>A PUBLISH as a client got it.</summary>
internal sealed record ReceivedMessage(
    string Topic,
    string Payload,
    MqttQualityOfService QualityOfService,
    bool Retain,
    bool IsDuplicate,
    ushort PacketId,
    ushort TopicAlias,
    uint? ExpirySeconds,
    int[] Identifiers,
    MqttMessage Message)
{
    public static ReceivedMessage From(in PublishView view) => new(
        Encoding.UTF8.GetString(view.Topic),
        Encoding.UTF8.GetString(view.Payload),
        view.QualityOfService,
        view.Retain,
        view.IsDuplicate,
        view.PacketId,
        view.TopicAlias,
        view.MessageExpirySeconds,
        IdentifiersOf(view.Properties),
        view.ToMessage());

    private static int[] IdentifiersOf(PropertyReader properties)
    {
        var identifiers = new List<int>();
        while (properties.TryRead(out var property))
        {
            if (property.Id == PropertyId.SubscriptionIdentifier)
            {
                identifiers.Add((int)property.Number);
            }
        }

        return [.. identifiers];
    }
}
