using System.Collections.Immutable;

namespace Twins.Protocols.Mqtt;

/// <summary>Shorter calls of <see cref="IMqttClient"/>.</summary>
public static class MqttClientExtensions
{
    /// <summary>Subscribes without a subscription identifier; see <see cref="IMqttClient.SubscribeAsync"/>.</summary>
    /// <param name="client">The client.</param>
    /// <param name="subscriptions">Topic filters, each with its options; at least one.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static Task<ImmutableArray<MqttSubscribeResult>> SubscribeAsync(
        this IMqttClient client, ImmutableArray<MqttSubscription> subscriptions, CancellationToken cancellationToken = default) =>
        client.SubscribeAsync(subscriptions, identifier: 0, cancellationToken);

    /// <summary>Subscribes to one topic filter.</summary>
    /// <param name="client">The client.</param>
    /// <param name="filter">The topic filter.</param>
    /// <param name="qualityOfService">The highest QoS at which messages are wanted.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="MqttRefusedException">The server refused the subscription.</exception>
    public static async Task SubscribeAsync(
        this IMqttClient client, string filter, MqttQualityOfService qualityOfService, CancellationToken cancellationToken = default)
    {
        var results = await client.SubscribeAsync([new MqttSubscription(filter, qualityOfService)], 0, cancellationToken).ConfigureAwait(false);
        if (!results[0].IsGranted)
        {
            throw new MqttRefusedException(client.Endpoint, $"the subscription to '{filter}'", results[0].ReasonCode, results[0].ReasonString);
        }
    }
}
