using System.Text;
using Twins.Protocols.Mqtt;

namespace Twins.Peers.Tests.Mqtt.Persistence;

/// <summary>What a store holds as text, every field of it, in an order of its own: equal texts are equal states.</summary>
internal static class StoreText
{
    public static string Of(MqttStoredState state) => string.Join(
        '\n',
        state.Sessions.OrderBy(session => session.Session.ClientId, StringComparer.Ordinal).Select(Of)
            .Concat(state.Retained.Select(message => $"retained {Of(message)}").Order(StringComparer.Ordinal)));

    public static string Of(MqttStoredMessage message) =>
        $"#{message.Id} {Text(message.Topic)}={Text(message.Payload)} [{Convert.ToHexString(message.Properties.Span)}] {message.QualityOfService} "
        + $"until {message.ExpiresAt:O} by {message.Publisher}";

    private static string Of(MqttRecoveredSession recovered)
    {
        var session = recovered.Session;
        var text = new StringBuilder($"{session.ClientId} of {session.Owner} {session.Version} for {session.Expiry} since {session.DisconnectedAt:O}\n");
        if (session.Will is { } will)
        {
            text.Append($"  will {Of(will.Message)} retain {will.Retain} after {will.Delay} for {will.Expiry}\n");
        }

        foreach (var stored in recovered.Subscriptions.OrderBy(stored => stored.Subscription.Filter, StringComparer.Ordinal))
        {
            text.Append($"  subscribed {stored.Subscription} as {stored.Identifier}\n");
        }

        foreach (var delivery in recovered.Deliveries)
        {
            var told = delivery.Delivery;
            text.Append($"  {told.Sequence} {told.QualityOfService} retain {told.Retain} [{string.Join(',', told.SubscriptionIdentifiers)}] "
                + $"through {told.Share} released {delivery.Released}: {Of(delivery.Message)}\n");
        }

        return text.Append($"  receipts {string.Join(',', recovered.Receipts)}").ToString();
    }

    private static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);
}
