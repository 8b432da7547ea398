using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using MQTTnet.Protocol;
using Twins.Adapters.Mqtt.Broker.Channels;
using Twins.Adapters.Mqtt.Broker.Diagnostics;

namespace Twins.Adapters.Mqtt.Broker;

/// <summary>
/// Who is connected under which client identifier. An identifier is taken over by the identity alone that is connected with it, and only
/// once its earlier connection has left the server entirely: MQTTnet's own take-over can leave a client connected without its session.
/// </summary>
internal sealed class ConnectedClients(SiteBrokerOptions options, BrokerDiagnostics diagnostics, TimeProvider clock)
{
    private static readonly TimeSpan TakeOverPatience = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, ClientChannel> _clients = new(StringComparer.Ordinal);
    private int _subscribed;

    public int Count => _clients.Count;

    public IEnumerable<ClientChannel> All => _clients.Values;

    public int Subscriptions => _clients.Values.Sum(client => client.Subscriptions.Count);

    public bool TryGet(string? clientId, [NotNullWhen(true)] out ClientChannel? client)
    {
        client = null;
        return clientId is not null && _clients.TryGetValue(clientId, out client);
    }

    /// <summary>Takes a client identifier for a connection; null when it has it, else why not.</summary>
    public async ValueTask<(MqttConnectReasonCode Code, string Reason)?> ClaimAsync(ClientChannel client, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (_clients.TryAdd(client.ClientId, client))
            {
                if (_clients.Count > options.MaxConnections)
                {
                    Release(client);
                    return (QuotaFor(client), $"{options.MaxConnections} clients are connected, which is the limit.");
                }

                return null;
            }

            if (!_clients.TryGetValue(client.ClientId, out var other))
            {
                continue;
            }

            if (other.Identity.Name != client.Identity.Name)
            {
                return (MqttConnectReasonCode.ClientIdentifierNotValid, $"Its client identifier is that of a connected client of another identity, from {other.RemoteEndPoint}.");
            }

            diagnostics.Count(BrokerCount.TakeOvers);
            other.End(MqttDisconnectReasonCode.SessionTakenOver);
            try
            {
                await other.Finished.WaitAsync(TakeOverPatience, clock, cancellationToken).ConfigureAwait(false);
            }
            catch (TimeoutException)
            {
                return (MqttConnectReasonCode.ServerBusy, $"The earlier connection of its client identifier did not end within {TakeOverPatience.TotalSeconds} s.");
            }
        }
    }

    /// <summary>The connection is over.</summary>
    public void Release(ClientChannel client)
    {
        if (client.Connect is not null && _clients.TryRemove(KeyValuePair.Create(client.ClientId, client)) && client.Subscriptions.Count > 0)
        {
            Interlocked.Decrement(ref _subscribed);
        }

        client.SetFinished();
    }

    /// <summary>Adds a subscription; false when one more session with subscriptions is beyond the limit.</summary>
    public bool TrySubscribe(ClientChannel client, string filter, string? group)
    {
        if (client.Subscriptions.Count == 0 && Interlocked.Increment(ref _subscribed) > options.MaxSubscribedSessions)
        {
            Interlocked.Decrement(ref _subscribed);
            return false;
        }

        client.Subscriptions.Add(filter, group);
        return true;
    }

    /// <summary>Removes a subscription; says which group it was shared in.</summary>
    public string? Unsubscribe(ClientChannel client, string filter)
    {
        if (client.Subscriptions.Remove(filter, out var group) && client.Subscriptions.Count == 0)
        {
            Interlocked.Decrement(ref _subscribed);
        }

        return group;
    }

    /// <summary>"Quota exceeded", which 3.1.1 says as "server unavailable".</summary>
    private static MqttConnectReasonCode QuotaFor(ClientChannel client) =>
        client.IsV5 ? MqttConnectReasonCode.QuotaExceeded : MqttConnectReasonCode.ServerUnavailable;
}
