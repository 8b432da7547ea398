using System.Text;
using Twins.Protocols.Mqtt;

namespace Twins.Protocols.Tests.Mqtt.Client;

/// <summary>Short ways to make what tests publish and expect.</summary>
internal static class Messages
{
    public static MqttMessage Text(string topic, string text, MqttQualityOfService qualityOfService = MqttQualityOfService.AtMostOnce) =>
        new() { Topic = topic, Payload = Encoding.UTF8.GetBytes(text), QualityOfService = qualityOfService };

    /// <summary>Waits until the client is in a state; says in which it is when that takes too long.</summary>
    public static Task ReachesAsync(this IMqttClient client, MqttConnectionState state) =>
        Twins.Testing.Time.Eventually.TrueAsync(() => client.State == state, $"the client's state {state}, which is {client.State}");
}
