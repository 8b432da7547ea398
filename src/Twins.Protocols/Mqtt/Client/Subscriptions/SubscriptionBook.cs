using System.Collections.Immutable;
using System.Text;
using Twins.Protocols.Mqtt.Topics;

namespace Twins.Protocols.Mqtt.Client.Subscriptions;

/// <summary>What the client is subscribed to, so that it can be asked for again when the server has lost the session.</summary>
internal sealed class SubscriptionBook(ClientCounters counters)
{
    private readonly OrderedDictionary<string, (MqttSubscription Subscription, int Identifier)> _entries = new(StringComparer.Ordinal);

    /// <summary>What is to be renewed: subscriptions by their identifier, in the order in which they were made.</summary>
    public IEnumerable<(int Identifier, ImmutableArray<MqttSubscription> Subscriptions)> ByIdentifier() => _entries.Values
        .GroupBy(entry => entry.Identifier, entry => entry.Subscription)
        .Select(group => (group.Key, group.ToImmutableArray()));

    /// <summary>Notes the server's answer to a subscription.</summary>
    public void Note(MqttSubscription subscription, int identifier, MqttSubscribeResult result, bool isRenewal)
    {
        if (result.IsGranted)
        {
            _entries[subscription.Filter] = (subscription, identifier);
        }
        else if (isRenewal)
        {
            // It stays in the book, to be asked for with the next session again.
            counters.SubscriptionsLost++;
            counters.Note($"The server no longer grants the subscription to '{subscription.Filter}': {result.ReasonCode}.", result.ReasonCode);
        }
    }

    public void Remove(string filter) => _entries.Remove(filter);

    /// <summary>Checks subscriptions that a caller wants.</summary>
    /// <exception cref="ArgumentException">One of them cannot be asked for.</exception>
    public static void Check(ImmutableArray<MqttSubscription> subscriptions, int identifier, MqttProtocolVersion version)
    {
        if (identifier is < 0 or > Wire.MqttLimits.MaxVariableByteInteger)
        {
            throw new ArgumentOutOfRangeException(
                nameof(identifier), identifier, FormattableString.Invariant($"A subscription identifier is 1 to {Wire.MqttLimits.MaxVariableByteInteger}, or 0 for none."));
        }

        CheckFilters([.. subscriptions.Select(subscription => subscription.Filter)], version);
        foreach (var subscription in subscriptions)
        {
            if (!Enum.IsDefined(subscription.QualityOfService) || !Enum.IsDefined(subscription.RetainHandling))
            {
                throw new ArgumentException($"The subscription {subscription} has an option that is not defined.", nameof(subscriptions));
            }

            if (subscription.NoLocal && TopicFilter.IsShared(Encoding.UTF8.GetBytes(subscription.Filter)))
            {
                throw new ArgumentException($"The shared subscription '{subscription.Filter}' is no-local [MQTT-3.8.3-4].", nameof(subscriptions));
            }
        }
    }

    /// <summary>Checks topic filters.</summary>
    /// <exception cref="ArgumentException">There is none, or one of them is wrong.</exception>
    public static void CheckFilters(ImmutableArray<string> filters, MqttProtocolVersion version)
    {
        if (filters.IsDefaultOrEmpty)
        {
            throw new ArgumentException("At least one topic filter is needed [MQTT-3.8.3-2, MQTT-3.10.3-2].", nameof(filters));
        }

        foreach (var filter in filters)
        {
            var bytes = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetBytes(filter);
            if ((version == MqttProtocolVersion.V500 ? TopicFilter.FaultOf(bytes) : TopicFilter.PlainFaultOf(bytes)) is { } fault)
            {
                throw new ArgumentException($"The topic filter '{filter}' {fault}.", nameof(filters));
            }
        }
    }
}
