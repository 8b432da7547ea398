using System.Collections.Concurrent;
using System.Net;
using MQTTnet.Packets;
using MQTTnet.Protocol;
using MQTTnet.Server;
using Twins.Testing.Peers;

namespace Twins.Cluster.Tests.Support;

/// <summary>A real broker in this process, MQTTnet's server with sessions that last, which the test can watch and hold up.</summary>
internal sealed class FieldBroker : IAsyncDisposable
{
    private readonly MqttServer _server;
    private readonly ConcurrentQueue<ushort> _acknowledged = [];

    private FieldBroker(MqttServer server, int port) => (_server, Port) = (server, port);

    public int Port { get; }

    /// <summary>Packet ids in the order in which subscribers acknowledged them.</summary>
    public IReadOnlyList<ushort> Acknowledged => [.. _acknowledged];

    /// <summary>Topics with the qualities at which they were subscribed to.</summary>
    public ConcurrentDictionary<string, MqttQualityOfServiceLevel> Subscriptions { get; } = [];

    /// <summary>What a published message waits for before it is accepted; by default nothing.</summary>
    public Func<string, Task> BeforeAccepting { get; set; } = _ => Task.CompletedTask;

    public static async Task<FieldBroker> StartAsync()
    {
        int port = PeerProgram.FreePort();
        MqttServer server = new MqttServerFactory().CreateMqttServer(new MqttServerOptionsBuilder()
            .WithDefaultEndpoint()
            .WithDefaultEndpointBoundIPAddress(IPAddress.Loopback)
            .WithDefaultEndpointBoundIPV6Address(IPAddress.None)
            .WithDefaultEndpointPort(port)
            .WithPersistentSessions()
            .WithMaxPendingMessagesPerClient(100_000)
            .Build());
        var broker = new FieldBroker(server, port);
        server.InterceptingPublishAsync += message => broker.BeforeAccepting(message.ApplicationMessage.Topic);
        server.ClientSubscribedTopicAsync += subscribed =>
        {
            broker.Subscriptions[subscribed.TopicFilter.Topic] = subscribed.TopicFilter.QualityOfServiceLevel;
            return Task.CompletedTask;
        };
        server.InterceptingInboundPacketAsync += inbound =>
        {
            if (inbound.Packet is MqttPubAckPacket acknowledged)
            {
                broker._acknowledged.Enqueue(acknowledged.PacketIdentifier);
            }

            return Task.CompletedTask;
        };
        await server.StartAsync();
        return broker;
    }

    /// <summary>Ends the connection of the adapter.</summary>
    public Task CutAdapterAsync() => _server.DisconnectClientAsync("twins-test-roof");

    public async ValueTask DisposeAsync()
    {
        if (_server.IsStarted)
        {
            await _server.StopAsync();
        }

        _server.Dispose();
    }
}
