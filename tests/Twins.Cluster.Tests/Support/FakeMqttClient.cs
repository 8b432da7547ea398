using System.Collections.Immutable;
using System.Text;
using Twins.Protocols.Mqtt;

namespace Twins.Cluster.Tests.Support;

/// <summary>A client whose server is the test: it hands messages to the receiver as the reading loop would, and remembers what was acknowledged.</summary>
internal sealed class FakeMqttClient(IMqttReceiver receiver) : IMqttClient
{
    private readonly List<int> _acknowledged = [];

    public string Endpoint => "broker.test:1883";

    public MqttConnectionState State { get; private set; }

    public MqttServerGrant? Grant => null;

    public MqttClientFigures Figures => new();

    /// <summary>Packet ids, in the order in which they were acknowledged.</summary>
    public IReadOnlyList<int> Acknowledged
    {
        get
        {
            lock (_acknowledged)
            {
                return [.. _acknowledged];
            }
        }
    }

    public ImmutableArray<MqttSubscription> Subscriptions { get; private set; } = [];

    public event EventHandler<MqttConnectionStateChangedEventArgs>? StateChanged;

    /// <summary>Messages that arrive at once: topic, payload, and packet id, 0 for QoS 0. Completes when reading may go on.</summary>
    public ValueTask ArriveAsync(params IEnumerable<(string Topic, string Payload, int PacketId)> messages)
    {
        foreach ((string topic, string payload, int packetId) in messages)
        {
            Arrive(Encoding.UTF8.GetBytes(topic), Encoding.UTF8.GetBytes(payload), packetId);
        }

        return receiver.OnBatchEndAsync(CancellationToken.None);
    }

    /// <summary>One message arrives; the batch goes on.</summary>
    public void Arrive(ReadOnlySpan<byte> topic, ReadOnlySpan<byte> payload, int packetId = 0)
    {
        var message = new MqttIncomingMessage(topic, payload)
        {
            QualityOfService = packetId > 0 ? MqttQualityOfService.AtLeastOnce : MqttQualityOfService.AtMostOnce,
            Acknowledgement = packetId > 0 ? new MqttAcknowledgement(1, (ushort)packetId, MqttQualityOfService.AtLeastOnce, packetId) : default,
        };
        receiver.OnMessage(message);
    }

    public ValueTask EndBatchAsync() => receiver.OnBatchEndAsync(CancellationToken.None);

    public Task ConnectAsync(CancellationToken cancellationToken = default)
    {
        Become(MqttConnectionState.Connected);
        return Task.CompletedTask;
    }

    public void Become(MqttConnectionState state)
    {
        State = state;
        StateChanged?.Invoke(this, new MqttConnectionStateChangedEventArgs(state));
    }

    public Task<ImmutableArray<MqttSubscribeResult>> SubscribeAsync(
        ImmutableArray<MqttSubscription> subscriptions, int identifier, CancellationToken cancellationToken = default)
    {
        Subscriptions = Subscriptions.AddRange(subscriptions);
        return Task.FromResult<ImmutableArray<MqttSubscribeResult>>(
            [.. subscriptions.Select(subscription => new MqttSubscribeResult(subscription.Filter, MqttReasonCode.GrantedQualityOfService1))]);
    }

    public void Acknowledge(MqttAcknowledgement token)
    {
        lock (_acknowledged)
        {
            _acknowledged.Add(token.PacketId);
        }
    }

    public Task UnsubscribeAsync(ImmutableArray<string> filters, CancellationToken cancellationToken = default) => Task.CompletedTask;

    public Task<MqttPublishResult> PublishAsync(MqttMessage message, CancellationToken cancellationToken = default) =>
        Task.FromResult(new MqttPublishResult(MqttPublishOutcome.Acknowledged));

    public Task DisconnectAsync(MqttDisconnectOptions? options = null, CancellationToken cancellationToken = default) => Task.CompletedTask;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
