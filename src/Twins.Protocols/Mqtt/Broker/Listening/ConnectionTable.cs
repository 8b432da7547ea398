using System.Collections.Concurrent;
using Twins.Protocols.Mqtt.Broker.Connections;
using Twins.Protocols.Mqtt.Broker.Diagnostics;

namespace Twins.Protocols.Mqtt.Broker.Listening;

/// <summary>The connections that are being served, and what went over those that ended.</summary>
internal sealed class ConnectionTable
{
    private readonly ConcurrentDictionary<BrokerConnection, Task> _connections = new();
    private readonly Lock _gate = new();
    private Traffic _ended;

    public int Count => _connections.Count;

    /// <summary>What went over all connections so far.</summary>
    public Traffic Traffic
    {
        get
        {
            lock (_gate)
            {
                return _connections.Keys.Aggregate(_ended, (sum, connection) => sum + connection.Traffic);
            }
        }
    }

    /// <summary>Serves a connection until it ends.</summary>
    public async Task ServeAsync(BrokerConnection connection, CancellationToken cancellationToken)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _connections[connection] = ended.Task;
        try
        {
            await connection.RunAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            lock (_gate)
            {
                _connections.TryRemove(connection, out _);
                _ended += connection.Traffic;
            }

            connection.Dispose();
            ended.SetResult();
        }
    }

    /// <summary>Looks after the deadlines of all connections.</summary>
    public void Tick()
    {
        foreach (var (connection, _) in _connections)
        {
            connection.Tick();
        }
    }

    /// <summary>Disconnects everybody, also those that were just being admitted, and waits until they are gone.</summary>
    public async Task CloseAsync(MqttReasonCode code)
    {
        while (!_connections.IsEmpty)
        {
            foreach (var (connection, _) in _connections)
            {
                connection.Close(code);
            }

            await Task.WhenAll(_connections.Values).ConfigureAwait(false);
        }
    }
}
