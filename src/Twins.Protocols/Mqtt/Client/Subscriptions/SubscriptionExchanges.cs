using System.Collections.Immutable;
using System.Text;
using Twins.Protocols.Mqtt.Client.Connection;
using Twins.Protocols.Mqtt.Topics;
using Twins.Protocols.Mqtt.Wire;

namespace Twins.Protocols.Mqtt.Client.Subscriptions;

/// <summary>
/// SUBSCRIBE and UNSUBSCRIBE packets that wait for their answers. They are no part of the session (5.0, section 4.1): what was not answered
/// is sent again over the next connection. Everything is done under the client's gate.
/// </summary>
internal sealed class SubscriptionExchanges(MqttClientOptions options, string endpoint, Lock gate, PacketIds ids, ClientCounters counters)
{
    /// <summary>How many may wait at once.</summary>
    public const int MaxPending = 1024;

    private readonly SubscriptionBook _book = new(counters);
    private readonly List<SubscriptionExchange> _pending = [];
    private MqttLink? _link;
    private MqttServerGrant _grant = new();

    /// <summary>Subscribes; the outcome is that of the returned task.</summary>
    public Task<ImmutableArray<MqttSubscribeResult>> Subscribe(
        ImmutableArray<MqttSubscription> subscriptions, int identifier, CancellationToken cancellationToken)
    {
        SubscriptionBook.Check(subscriptions, identifier, options.Version);
        var known = options.Version == MqttProtocolVersion.V500 ? identifier : 0;
        var call = new SubscribeCall(subscriptions, known, _book, isRenewal: false);
        Submit(call, cancellationToken);
        return call.Outcome;
    }

    /// <summary>Ends subscriptions; the outcome is that of the returned task.</summary>
    public Task Unsubscribe(ImmutableArray<string> filters, CancellationToken cancellationToken)
    {
        SubscriptionBook.CheckFilters(filters, options.Version);
        foreach (var filter in filters)
        {
            _book.Remove(filter);
        }

        var call = new UnsubscribeCall(filters, endpoint, _book);
        Submit(call, cancellationToken);
        return call.Outcome;
    }

    /// <summary>Packets go over this connection from now on; what the server has lost is renewed first.</summary>
    public void Attach(MqttLink link, MqttServerGrant grant)
    {
        _link = link;
        _grant = grant;
        var unanswered = _pending.ToList();
        _pending.Clear();
        unanswered.ForEach(exchange => Unidentify(exchange));
        if (!grant.SessionPresent)
        {
            unanswered.RemoveAll(exchange => exchange.Call.IsRenewal);
            foreach (var (identifier, subscriptions) in _book.ByIdentifier().ToList())
            {
                Send(Whole(new SubscribeCall(subscriptions, identifier, _book, isRenewal: true)));
            }
        }

        unanswered.ForEach(Send);
    }

    public void Detach() => _link = null;

    /// <summary>Takes SUBACK or UNSUBACK. One that nobody waits for says nothing.</summary>
    /// <exception cref="MqttProtocolException">It does not answer each filter.</exception>
    public void Receive(ushort packetId, ImmutableArray<MqttReasonCode> codes, string? reasonString, bool isSubAck)
    {
        var exchange = _pending.Find(pending => pending.PacketId == packetId);
        if (exchange is null)
        {
            return;
        }

        var isFitting = exchange.Call is SubscribeCall == isSubAck;
        var isComplete = codes.Length == exchange.Filters.Length || (codes.IsEmpty && !isSubAck);
        if (!isFitting || !isComplete)
        {
            throw new MqttProtocolException(
                MqttReasonCode.ProtocolError,
                FormattableString.Invariant($"packet {packetId} asked about {exchange.Filters.Length} topic filters, and {(isSubAck ? "SUBACK" : "UNSUBACK")} answers {codes.Length}"),
                "MQTT-3.8.4-6");
        }

        _pending.Remove(exchange);
        Unidentify(exchange);
        exchange.Answer(codes, reasonString);
    }

    /// <summary>Ends every wait: the client is disposed of.</summary>
    public void FailAll(Exception error)
    {
        _pending.ForEach(exchange => exchange.Call.Fail(error));
        _pending.Clear();
    }

    private static SubscriptionExchange Whole(SubscriptionCall call) => new(call, [.. Enumerable.Range(0, call.Count)]);

    private void Submit(SubscriptionCall call, CancellationToken cancellationToken)
    {
        if (_pending.Count >= MaxPending)
        {
            throw new MqttBusyException(endpoint, $"a subscription to '{call.FilterOf(0)}'", MaxPending, "requests");
        }

        call.CancelWith(Withdraw, cancellationToken);
        Send(Whole(call));
    }

    private void Withdraw(SubscriptionCall call)
    {
        lock (gate)
        {
            _pending.RemoveAll(exchange => exchange.Call == call && exchange.PacketId == 0);
        }
    }

    private void Send(SubscriptionExchange exchange)
    {
        if (_link is null)
        {
            _pending.Add(exchange);
            return;
        }

        foreach (var refused in exchange.Filters.GroupBy(index => Refusal(exchange.Call, index)).OrderBy(group => group.Key))
        {
            if (refused.Key is { } code)
            {
                exchange.With(refused).Refuse(code, "the server says so when it accepts connections");
            }
            else
            {
                Write(exchange.With(refused), _link);
            }
        }
    }

    // In as many packets as it takes to keep below the largest that the server takes [MQTT-3.2.2-15].
    private void Write(SubscriptionExchange exchange, MqttLink link)
    {
        var start = link.Writer.Length;
        exchange.PacketId = ids.Take();
        exchange.Write(link.Writer, options.Version);
        if (link.Writer.Length - start <= (_grant.MaximumPacketSize ?? MqttLimits.MaxPacketSize))
        {
            _pending.Add(exchange);
            return;
        }

        link.Writer.Truncate(start);
        Unidentify(exchange);
        if (exchange.Filters.Length == 1)
        {
            exchange.Refuse(
                MqttReasonCode.PacketTooLarge, FormattableString.Invariant($"the server takes packets of {_grant.MaximumPacketSize} bytes at most"));
            return;
        }

        var half = exchange.Filters.Length / 2;
        Write(exchange.With(exchange.Filters.Take(half)), link);
        Write(exchange.With(exchange.Filters.Skip(half)), link);
    }

    private void Unidentify(SubscriptionExchange exchange)
    {
        ids.Release(exchange.PacketId);
        exchange.PacketId = 0;
    }

    // What the server said it does not grant is not asked for (5.0, sections 3.2.2.3.11 to 3.2.2.3.13).
    private MqttReasonCode? Refusal(SubscriptionCall call, int index)
    {
        if (call is not SubscribeCall subscribe)
        {
            return null;
        }

        var filter = Encoding.UTF8.GetBytes(call.FilterOf(index));
        if (subscribe.Identifier != 0 && !_grant.SubscriptionIdentifierAvailable)
        {
            return MqttReasonCode.SubscriptionIdentifiersNotSupported;
        }

        if (TopicFilter.IsShared(filter) && !_grant.SharedSubscriptionAvailable)
        {
            return MqttReasonCode.SharedSubscriptionsNotSupported;
        }

        return TopicName.HasWildcard(filter) && !_grant.WildcardSubscriptionAvailable ? MqttReasonCode.WildcardSubscriptionsNotSupported : null;
    }
}
