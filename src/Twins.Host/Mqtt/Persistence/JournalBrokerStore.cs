using Twins.Protocols.Mqtt;
using Twins.Storage.Blobs;
using Twins.Storage.Journals;

namespace Twins.Hosting.Mqtt.Persistence;

/// <summary>Keeps a broker's sessions, subscriptions, messages under way and retained messages in a journal over the blob store.</summary>
internal sealed class JournalBrokerStore(IBlobStore blobs, JournalOptions options) : IMqttBrokerStore, IAsyncDisposable
{
    private readonly BrokerImage _image = new();
    private readonly RecordEncoder _encoder = new();
    private Journal? _journal;

    /// <summary>The journal, once <see cref="RecoverAsync"/> opened it.</summary>
    public Journal Journal => _journal ?? throw new InvalidOperationException("The store was not opened: nothing may be told before it recovered.");

    /// <inheritdoc/>
    public async ValueTask<MqttStoredState> RecoverAsync(CancellationToken cancellationToken)
    {
        var records = new ImageRecords(_image);
        _journal = await Journal.OpenAsync(blobs, options, records, cancellationToken);
        lock (Journal.Gate)
        {
            records.EndRecovery();
            return _image.ToState();
        }
    }

    /// <inheritdoc/>
    public void SaveSession(MqttStoredSession session)
    {
        lock (Journal.Gate)
        {
            _image.SaveSession(session);
            Journal.Write(_encoder.Begin(RecordKind.Session).Session(session).Written, ImageRecords.WillPayload(session));
        }
    }

    /// <inheritdoc/>
    public void RemoveSession(string clientId)
    {
        lock (Journal.Gate)
        {
            WriteIf(_image.RemoveSession(clientId), _encoder.Begin(RecordKind.SessionRemoved).Text(clientId));
        }
    }

    /// <inheritdoc/>
    public void SaveSubscription(string clientId, MqttStoredSubscription subscription)
    {
        lock (Journal.Gate)
        {
            WriteIf(_image.SaveSubscription(clientId, subscription), _encoder.Begin(RecordKind.Subscription).Subscription(clientId, subscription));
        }
    }

    /// <inheritdoc/>
    public void RemoveSubscription(string clientId, string filter)
    {
        lock (Journal.Gate)
        {
            WriteIf(_image.RemoveSubscription(clientId, filter), _encoder.Begin(RecordKind.SubscriptionRemoved).Text(clientId).Text(filter));
        }
    }

    /// <inheritdoc/>
    public void Accept(in MqttStoredPublication publication)
    {
        lock (Journal.Gate)
        {
            if (!_image.Accept(publication))
            {
                return;
            }

            _encoder.Begin(RecordKind.Publication).Message(publication.Message).Byte(publication.Retain ? (byte)1 : (byte)0);
            if (publication.Receipt is { } receipt)
            {
                _encoder.Byte(1).Text(receipt.ClientId).Number(receipt.PacketId);
            }
            else
            {
                _encoder.Byte(0);
            }

            _encoder.Number(publication.Deliveries.Length);
            foreach (ref readonly var delivery in publication.Deliveries)
            {
                _encoder.Delivery(delivery);
            }

            Journal.Write(_encoder.Written, publication.Message.Payload.Span);
        }
    }

    /// <inheritdoc/>
    public void RemoveRetained(ReadOnlyMemory<byte> topic)
    {
        lock (Journal.Gate)
        {
            WriteIf(_image.RemoveRetained(topic), _encoder.Begin(RecordKind.RetainedRemoved).Bytes(topic.Span));
        }
    }

    /// <inheritdoc/>
    public void Release(string clientId, long sequence)
    {
        lock (Journal.Gate)
        {
            WriteIf(_image.Release(clientId, sequence), _encoder.Begin(RecordKind.Released).Text(clientId).Number(sequence));
        }
    }

    /// <inheritdoc/>
    public void Settle(string clientId, long sequence)
    {
        lock (Journal.Gate)
        {
            WriteIf(_image.Settle(clientId, sequence), _encoder.Begin(RecordKind.Settled).Text(clientId).Number(sequence));
        }
    }

    /// <inheritdoc/>
    public void CompleteReceipt(string clientId, ushort packetId)
    {
        lock (Journal.Gate)
        {
            WriteIf(_image.CompleteReceipt(clientId, packetId), _encoder.Begin(RecordKind.ReceiptCompleted).Text(clientId).Number(packetId));
        }
    }

    /// <inheritdoc/>
    public ValueTask CommitAsync(CancellationToken cancellationToken)
    {
        var commit = Journal.CommitAsync();
        return commit.IsCompletedSuccessfully ? ValueTask.CompletedTask : new ValueTask(commit.WaitAsync(cancellationToken));
    }

    /// <summary>Writes what was told last, and ends.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public ValueTask DisposeAsync() => _journal?.DisposeAsync() ?? ValueTask.CompletedTask;

    private void WriteIf(bool changed, RecordEncoder record)
    {
        if (changed)
        {
            Journal.Write(record.Written);
        }
    }
}
