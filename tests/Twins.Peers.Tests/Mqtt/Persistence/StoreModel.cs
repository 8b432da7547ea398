using System.Globalization;
using Twins.Protocols.Mqtt;

namespace Twins.Peers.Tests.Mqtt.Persistence;

/// <summary>Tells a store of random changes, and keeps, in the plainest way, what it must hold after them.</summary>
internal sealed class StoreModel
{
    private readonly Dictionary<string, MqttRecoveredSession> _sessions = [];
    private readonly Dictionary<string, MqttStoredMessage> _retained = [];
    private long _sequence;

    public string Text => StoreText.Of(new MqttStoredState([.. _sessions.Values], [.. _retained.Values]));

    public void Change(StoreFixture fixture, Random random)
    {
        var client = $"client-{random.Next(5).ToString(CultureInfo.InvariantCulture)}";
        var known = _sessions.GetValueOrDefault(client);
        switch (random.Next(20))
        {
            case 0:
                fixture.Store.RemoveSession(client);
                _sessions.Remove(client);
                break;
            case 1 or 2:
                var session = StoreFixture.Session(client) with { Expiry = TimeSpan.FromSeconds(random.Next(1000)) };
                fixture.Store.SaveSession(session);
                _sessions[client] = known is null ? new(session, [], [], []) : known with { Session = session };
                break;
            case 3 when known is not null:
                Subscribe(fixture, known, random);
                break;
            case < 10:
                Publish(fixture, client, random);
                break;
            case var which when known is { Deliveries.Length: > 0 }:
                Acknowledge(fixture, known, known.Deliveries[random.Next(known.Deliveries.Length)], isReleased: which % 3 == 0);
                break;
        }
    }

    private void Subscribe(StoreFixture fixture, MqttRecoveredSession known, Random random)
    {
        var client = known.Session.ClientId;
        var filter = $"a/{random.Next(4).ToString(CultureInfo.InvariantCulture)}";
        var others = known.Subscriptions.RemoveAll(stored => stored.Subscription.Filter == filter);
        if (others.Length < known.Subscriptions.Length)
        {
            fixture.Store.RemoveSubscription(client, filter);
            _sessions[client] = known with { Subscriptions = others };
            return;
        }

        var subscription = new MqttStoredSubscription(new MqttSubscription(filter), random.Next(10));
        fixture.Store.SaveSubscription(client, subscription);
        _sessions[client] = known with { Subscriptions = others.Add(subscription) };
    }

    private void Publish(StoreFixture fixture, string client, Random random)
    {
        var topic = $"t/{random.Next(6).ToString(CultureInfo.InvariantCulture)}";
        var message = fixture.Message(topic, new string('x', random.Next(40)));
        var retain = random.Next(2) == 0;
        MqttStoredReceipt? receipt = random.Next(3) == 0 ? new(client, (ushort)random.Next(1, 9)) : null;
        MqttStoredDelivery[] deliveries = [.. _sessions.Keys.Where(_ => random.Next(2) == 0).Select(to => StoreFixture.Delivery(to, ++_sequence))];
        fixture.Store.Accept(new MqttStoredPublication(message, retain, receipt, deliveries));
        foreach (var delivery in deliveries)
        {
            var known = _sessions[delivery.ClientId];
            _sessions[delivery.ClientId] = known with { Deliveries = known.Deliveries.Add(new(delivery, message, Released: false)) };
        }

        if (receipt is { } told && _sessions.TryGetValue(client, out var publisher))
        {
            _sessions[client] = publisher with { Receipts = [.. publisher.Receipts.Append(told.PacketId).Distinct().Order()] };
        }

        if (retain && message.Payload.IsEmpty)
        {
            _retained.Remove(topic);
        }
        else if (retain)
        {
            _retained[topic] = message;
        }
    }

    private void Acknowledge(StoreFixture fixture, MqttRecoveredSession known, MqttRecoveredDelivery delivery, bool isReleased)
    {
        var client = known.Session.ClientId;
        if (isReleased)
        {
            fixture.Store.Release(client, delivery.Delivery.Sequence);
            _sessions[client] = known with { Deliveries = known.Deliveries.Replace(delivery, delivery with { Released = true }) };
            return;
        }

        fixture.Store.Settle(client, delivery.Delivery.Sequence);
        foreach (var receipt in known.Receipts)
        {
            fixture.Store.CompleteReceipt(client, receipt);
        }

        _sessions[client] = known with { Deliveries = known.Deliveries.Remove(delivery), Receipts = [] };
    }
}
