using System.Net;
using System.Net.Sockets;
using Twins.Protocols.Mqtt;

namespace Twins.Tests.Protocols.Mqtt.Client.Scripted;

/// <summary>A server whose every byte a test decides.</summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly List<ScriptedConnection> _connections = [];
    private readonly MqttProtocolVersion _version;

    public ScriptedServer(MqttProtocolVersion version = MqttProtocolVersion.V500)
    {
        _version = version;
        _listener.Start();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Options that reach this server, with quick reconnects that hold no surprise.</summary>
    public MqttClientOptions Options => new()
    {
        Host = "127.0.0.1",
        Port = Port,
        Version = _version,
        ClientId = "twin",
        Jitter = 0,
        ReconnectDelay = TimeSpan.FromMilliseconds(1),
        MaxReconnectDelay = TimeSpan.FromMilliseconds(1),
    };

    /// <summary>Takes the next connection, without an answer to its CONNECT.</summary>
    public async Task<ScriptedConnection> AcceptAsync()
    {
        var connection = new ScriptedConnection(await _listener.AcceptTcpClientAsync().InTime(), _version);
        _connections.Add(connection);
        return connection;
    }

    /// <summary>Takes the next connection, reads its CONNECT and accepts it.</summary>
    /// <param name="sessionPresent">Whether the session goes on.</param>
    /// <param name="properties">What the CONNACK of 5.0 grants besides.</param>
    public async Task<ScriptedConnection> AcceptSessionAsync(
        bool sessionPresent = false, Func<Protocols.Mqtt.Wire.ConnAckPacket, Protocols.Mqtt.Wire.ConnAckPacket>? properties = null)
    {
        var connection = await AcceptAsync();
        connection.Connect = await connection.NextConnectAsync();
        var answer = new Protocols.Mqtt.Wire.ConnAckPacket { SessionPresent = sessionPresent };
        await connection.SendAsync(writer => (properties?.Invoke(answer) ?? answer).Write(writer, _version));
        return connection;
    }

    /// <summary>Refuses connections from now on.</summary>
    public void StopListening() => _listener.Dispose();

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        foreach (var connection in _connections)
        {
            await connection.DisposeAsync();
        }
    }
}
