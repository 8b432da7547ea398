using System.Collections.Concurrent;
using System.Text;
using Twins.Protocols.Mqtt;

namespace Twins.Tests.Protocols.Mqtt.Broker.Support;

/// <summary>Notes what it is told, and commits when the test says so.</summary>
internal sealed class ScriptedStore : IMqttBrokerStore
{
    private TaskCompletionSource _committed = new();

    public ScriptedStore() => _committed.SetResult();

    public MqttStoredState State { get; init; } = MqttStoredState.Empty;

    /// <summary>What was told, in order.</summary>
    public ConcurrentQueue<string> Facts { get; } = new();

    public int Commits { get; private set; }

    /// <summary>Commits wait from now on.</summary>
    public void Hold() => _committed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Commits that wait end well.</summary>
    public void Commit() => _committed.SetResult();

    /// <summary>Commits that wait, and all later ones, fail.</summary>
    public void Fail() => _committed.SetException(new IOException("the disk is full"));

    public ValueTask<MqttStoredState> RecoverAsync(CancellationToken cancellationToken) => ValueTask.FromResult(State);

    public void SaveSession(MqttStoredSession session) =>
        Facts.Enqueue($"session {session.ClientId}{(session.DisconnectedAt is null ? "" : " away")}{(session.Will is null ? "" : " with will")}");

    public void RemoveSession(string clientId) => Facts.Enqueue($"no session {clientId}");

    public void SaveSubscription(string clientId, MqttStoredSubscription subscription) =>
        Facts.Enqueue($"{clientId} subscribes {subscription.Subscription.Filter}");

    public void RemoveSubscription(string clientId, string filter) => Facts.Enqueue($"{clientId} unsubscribes {filter}");

    public void Accept(in MqttStoredPublication publication)
    {
        var deliveries = string.Join(' ', publication.Deliveries.ToArray().Select(delivery => $"{delivery.ClientId}/{delivery.Sequence}"));
        var receipt = publication.Receipt is { } known ? $" from {known.ClientId}/{known.PacketId}" : "";
        Facts.Enqueue($"{Encoding.UTF8.GetString(publication.Message.Payload.Span)}{(publication.Retain ? " retained" : "")}{receipt} to [{deliveries}]");
    }

    public void RemoveRetained(ReadOnlyMemory<byte> topic) => Facts.Enqueue($"not retained {Encoding.UTF8.GetString(topic.Span)}");

    public void Release(string clientId, long sequence) => Facts.Enqueue($"released {clientId}/{sequence}");

    public void Settle(string clientId, long sequence) => Facts.Enqueue($"settled {clientId}/{sequence}");

    public void CompleteReceipt(string clientId, ushort packetId) => Facts.Enqueue($"completed {clientId}/{packetId}");

    public async ValueTask CommitAsync(CancellationToken cancellationToken)
    {
        await _committed.Task.WaitAsync(cancellationToken);
        Commits++;
    }
}
