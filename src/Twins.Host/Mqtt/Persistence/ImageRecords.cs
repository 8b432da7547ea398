using Twins.Protocols.Mqtt;
using Twins.Storage.Journals;

namespace Twins.Hosting.Mqtt.Persistence;

/// <summary>Turns an image into records, and records into the image.</summary>
internal sealed class ImageRecords(BrokerImage image) : IJournaled
{
    private readonly RecordEncoder _encoder = new();

    /// <summary>The messages that a snapshot's records refer to; empty once recovery is over.</summary>
    private readonly Dictionary<long, MqttStoredMessage> _messages = [];

    /// <summary>Ends the recovery: forgets what only a snapshot's own records refer to.</summary>
    public void EndRecovery() => _messages.Clear();

    /// <inheritdoc/>
    public void Capture(RecordBuffer records)
    {
        HashSet<long> written = [];
        foreach (var session in image.Sessions)
        {
            Capture(session, records, written);
        }

        foreach (var message in image.Retained)
        {
            Capture(message, records, written);
            records.Write(_encoder.Begin(RecordKind.Retained).Number(message.Id).Written);
        }
    }

    /// <inheritdoc/>
    public void Restore(ReadOnlySpan<byte> record)
    {
        var fields = new RecordDecoder(record);
        switch ((RecordKind)fields.Byte())
        {
            case RecordKind.Session:
                image.SaveSession(fields.Session());
                break;
            case RecordKind.SessionRemoved:
                image.RemoveSession(fields.Text());
                break;
            case RecordKind.Subscription:
                image.SaveSubscription(fields.Text(), fields.Subscription());
                break;
            case RecordKind.SubscriptionRemoved:
                image.RemoveSubscription(fields.Text(), fields.Text());
                break;
            case RecordKind.Publication:
                RestorePublication(fields);
                break;
            case RecordKind.RetainedRemoved:
                image.RemoveRetained(fields.Bytes().ToArray());
                break;
            case RecordKind.Released:
                image.Release(fields.Text(), fields.Number());
                break;
            case RecordKind.Settled:
                image.Settle(fields.Text(), fields.Number());
                break;
            case RecordKind.ReceiptCompleted:
                image.CompleteReceipt(fields.Text(), (ushort)fields.Number());
                break;
            default:
                RestoreSnapshot(record);
                break;
        }
    }

    private void Capture(SessionImage session, RecordBuffer records, HashSet<long> written)
    {
        var client = session.Session.ClientId;
        records.Write(_encoder.Begin(RecordKind.Session).Session(session.Session).Written, WillPayload(session.Session));
        foreach (var subscription in session.Subscriptions)
        {
            records.Write(_encoder.Begin(RecordKind.Subscription).Subscription(client, subscription).Written);
        }

        foreach (var receipt in session.Receipts)
        {
            records.Write(_encoder.Begin(RecordKind.Receipt).Text(client).Number(receipt).Written);
        }

        foreach (var delivery in session.Deliveries)
        {
            Capture(delivery.Message, records, written);
            _encoder.Begin(RecordKind.Delivery).Number(delivery.Message.Id).Byte(delivery.Released ? (byte)1 : (byte)0).Delivery(delivery.Delivery);
            records.Write(_encoder.Written);
        }
    }

    private void Capture(MqttStoredMessage message, RecordBuffer records, HashSet<long> written)
    {
        if (written.Add(message.Id))
        {
            records.Write(_encoder.Begin(RecordKind.Message).Message(message).Written, message.Payload.Span);
        }
    }

    /// <summary>The payload that ends a session's record: its will's.</summary>
    public static ReadOnlySpan<byte> WillPayload(MqttStoredSession session) => session.Will is { } will ? will.Message.Payload.Span : default;

    private void RestorePublication(RecordDecoder fields)
    {
        var message = fields.Message();
        var retain = fields.Byte() != 0;
        MqttStoredReceipt? receipt = fields.Byte() == 0 ? null : new MqttStoredReceipt(fields.Text(), (ushort)fields.Number());
        var deliveries = new MqttStoredDelivery[fields.Count()];
        for (var index = 0; index < deliveries.Length; index++)
        {
            deliveries[index] = fields.Delivery();
        }

        image.Accept(new MqttStoredPublication(message, retain, receipt, deliveries));
    }

    private void RestoreSnapshot(ReadOnlySpan<byte> record)
    {
        var fields = new RecordDecoder(record);
        switch ((RecordKind)fields.Byte())
        {
            case RecordKind.Message when fields.Message() is var message:
                _messages[message.Id] = message;
                break;
            case RecordKind.Delivery when MessageOf(fields.Number()) is var message:
                var released = fields.Byte() != 0;
                image.Deliver(new MqttRecoveredDelivery(fields.Delivery(), message, released));
                break;
            case RecordKind.Receipt:
                image.Receive(fields.Text(), (ushort)fields.Number());
                break;
            case RecordKind.Retained:
                image.Retain(MessageOf(fields.Number()));
                break;
            default:
                throw new FormatException($"there is no kind of record {record[0]}");
        }
    }

    private MqttStoredMessage MessageOf(long id) =>
        _messages.TryGetValue(id, out var message) ? message : throw new FormatException($"message {id} is referred to before it is told");
}
