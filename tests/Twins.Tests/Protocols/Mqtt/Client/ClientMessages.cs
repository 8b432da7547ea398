using System.Text;
using Twins.Protocols.Mqtt;
using Twins.Testing.Time;

namespace Twins.Tests.Protocols.Mqtt.Client;

/// <summary>Short ways to make what tests publish and to wait for what they expect.</summary>
internal static class ClientMessages
{
    public const MqttQualityOfService Qos0 = MqttQualityOfService.AtMostOnce;
    public const MqttQualityOfService Qos1 = MqttQualityOfService.AtLeastOnce;
    public const MqttQualityOfService Qos2 = MqttQualityOfService.ExactlyOnce;

    public static MqttMessage Text(string topic, string text, MqttQualityOfService qualityOfService = Qos0) =>
        new() { Topic = topic, Payload = Encoding.UTF8.GetBytes(text), QualityOfService = qualityOfService };

    /// <summary>Waits until the client is in a state.</summary>
    public static Task ReachesAsync(this IMqttClient client, MqttConnectionState state) =>
        Eventually.TrueAsync(() => client.State == state, $"the client's state {state}");
}
