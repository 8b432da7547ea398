using Twins.Protocols.Mqtt;
using Twins.Protocols.Mqtt.Wire;
using Twins.Tests.Protocols.Mqtt.Client.Scripted;

namespace Twins.Tests.Protocols.Mqtt.Client;

/// <summary>A client and the scripted server that it keeps a connection with.</summary>
internal sealed class ClientFixture : IAsyncDisposable
{
    private ClientFixture(ScriptedServer server, MqttClient client, RecordingReceiver receiver)
    {
        Server = server;
        Client = client;
        Receiver = receiver;
    }

    public ScriptedServer Server { get; }

    public MqttClient Client { get; }

    public RecordingReceiver Receiver { get; }

    /// <summary>The connection that the client has now.</summary>
    public ScriptedConnection Connection { get; private set; } = null!;

    /// <summary>Creates both, and lets the server accept the client's first connection.</summary>
    public static async Task<ClientFixture> ConnectedAsync(
        MqttProtocolVersion version = MqttProtocolVersion.V500,
        Func<MqttClientOptions, MqttClientOptions>? options = null,
        Func<ConnAckPacket, ConnAckPacket>? grant = null,
        TimeProvider? time = null)
    {
        var server = new ScriptedServer(version);
        var receiver = new RecordingReceiver();
        var client = new MqttClient(options?.Invoke(server.Options) ?? server.Options, receiver, time);
        var fixture = new ClientFixture(server, client, receiver);
        var connecting = client.ConnectAsync();
        fixture.Connection = await server.AcceptSessionAsync(properties: grant);
        await connecting.InTime();
        return fixture;
    }

    /// <summary>Cuts the connection, and accepts the next one.</summary>
    public async Task ReconnectAsync(bool sessionPresent, Func<ConnAckPacket, ConnAckPacket>? grant = null)
    {
        Connection.Cut();
        Connection = await Server.AcceptSessionAsync(sessionPresent, grant);
    }

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        await Server.DisposeAsync();
    }
}
