using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using Twins.Protocols.Mqtt;
using Twins.Tests.Protocols.Mqtt.Client.Scripted;
using Twins.Testing.Peers;
using static Twins.Tests.Protocols.Mqtt.Client.ClientMessages;

namespace Twins.Tests.Protocols.Mqtt.Client;

/// <summary>MQTT over WebSocket (5.0, section 6), through the framework's own server side.</summary>
public sealed class WebSocketTests
{
    [Fact]
    public async Task WebSocket_WithTheSubprotocol_CarriesPackets()
    {
        await using var server = new ScriptedServer();
        using var listener = new HttpListener();
        var port = PeerProgram.FreePort();
        listener.Prefixes.Add(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/mqtt/"));
        listener.Start();
        var receiver = new RecordingReceiver();
        await using var client = new MqttClient(server.Options with { Port = port, WebSocketPath = "/mqtt" }, receiver);
        var connecting = client.ConnectAsync();
        var context = await listener.GetContextAsync().InTime();
        Assert.Equal("mqtt", context.Request.Headers["Sec-WebSocket-Protocol"]);
        var bridging = BridgeAsync((await context.AcceptWebSocketAsync("mqtt").InTime()).WebSocket, server.Port);
        var connection = await server.AcceptSessionAsync();
        await connecting.InTime();
        await connection.SendPublishAsync("a", new string('x', 100_000));
        var publishing = client.PublishAsync(Text("b", "1", Qos1));
        var sent = await connection.NextPublishAsync();
        await connection.SendAckAsync(Protocols.Mqtt.Wire.MqttPacketType.PubAck, sent.PacketId);

        Assert.Equal(100_000, (await receiver.NextAsync()).Message.Payload.Length);
        Assert.Equal(MqttPublishOutcome.Acknowledged, (await publishing.InTime()).Outcome);
        var leaving = client.DisconnectAsync();
        await connection.NextDisconnectAsync();
        connection.Cut();
        await leaving.InTime();
        await bridging.InTime();
    }

    // Splits and joins what the client sends: packets need not be frames [MQTT-6.0.0-2].
    private static async Task BridgeAsync(WebSocket socket, int port)
    {
        using var server = new TcpClient();
        await server.ConnectAsync(IPAddress.Loopback, port);
        await using var stream = WebSocketStream.Create(socket, WebSocketMessageType.Binary, ownsWebSocket: true);
        await using var serverStream = server.GetStream();
        var outwards = CopyAsync(stream, serverStream);
        var inwards = CopyAsync(serverStream, stream);
        await Task.WhenAny(outwards, inwards);
    }

    private static async Task CopyAsync(Stream from, Stream to)
    {
        var buffer = new byte[1000];
        for (int count; (count = await from.ReadAsync(buffer)) > 0;)
        {
            await to.WriteAsync(buffer.AsMemory(0, count));
        }
    }
}
