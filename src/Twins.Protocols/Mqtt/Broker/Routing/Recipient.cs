using System.Collections.Immutable;
using Twins.Protocols.Mqtt.Broker.Sessions;

namespace Twins.Protocols.Mqtt.Broker.Routing;

/// <summary>
/// A session that a topic leads to, with all its subscriptions that match taken together: it gets a message once, with the highest
/// quality of service and all identifiers of them (5.0, section 3.3.4).
/// </summary>
internal sealed class Recipient
{
    private readonly bool _hasNoLocal;
    private readonly Recipient? _whenOwn;

    private Recipient(Session session, List<Subscription> subscriptions)
    {
        Session = session;
        Identifiers = [.. subscriptions.Select(subscription => subscription.Identifier).Where(identifier => identifier != 0).Distinct()];
        foreach (var subscription in subscriptions)
        {
            QualityOfService = (MqttQualityOfService)Math.Max((int)QualityOfService, (int)subscription.Terms.QualityOfService);
            RetainAsPublished |= subscription.Terms.RetainAsPublished;
            _hasNoLocal |= subscription.Terms.NoLocal;
        }

        if (_hasNoLocal && subscriptions.FindAll(subscription => !subscription.Terms.NoLocal) is { Count: > 0 } others)
        {
            _whenOwn = new Recipient(session, others);
        }
    }

    public Session Session { get; }

    public MqttQualityOfService QualityOfService { get; }

    public bool RetainAsPublished { get; }

    public ImmutableArray<int> Identifiers { get; }

    /// <summary>Takes the subscriptions that a topic matches together by session.</summary>
    public static Recipient[] From(IEnumerable<Subscription> subscriptions) =>
        [.. subscriptions.GroupBy(subscription => subscription.Session).Select(group => new Recipient(group.Key, [.. group]))];

    /// <summary>What counts for a message of this publisher: without the no-local subscriptions if it is the session itself; null when nothing is left.</summary>
    public Recipient? For(Session? publisher) => _hasNoLocal && publisher == Session ? _whenOwn : this;
}
