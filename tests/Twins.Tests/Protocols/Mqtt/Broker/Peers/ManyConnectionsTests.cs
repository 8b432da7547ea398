using System.Net.Sockets;
using System.Text;
using Twins.Protocols.Mqtt;
using Twins.Testing.Time;

namespace Twins.Tests.Protocols.Mqtt.Broker.Peers;

/// <summary>A thousand clients on real sockets at once.</summary>
public sealed class ManyConnectionsTests
{
    private const int Count = 1000;

    // CONNECT of 3.1.1: keep-alive 0, clean session; the client identifier follows. SUBSCRIBE to "a" and PUBLISH of "x" to "a" at QoS 0.
    private static readonly byte[] Connect = [0x10, 0x10, 0, 4, (byte)'M', (byte)'Q', (byte)'T', (byte)'T', 4, 2, 0, 0, 0, 4];
    private static readonly byte[] Subscribe = [0x82, 6, 0, 1, 0, 1, (byte)'a', 0];
    private static readonly byte[] Publish = [0x30, 4, 0, 1, (byte)'a', (byte)'x'];
    private static readonly byte[] Consent = [0x20, 2, 0, 0, 0x90, 3, 0, 1, 0];

    [Fact]
    public async Task ThousandClients_AreConnectedAndEachGetsTheMessage()
    {
        await using var broker = new MqttBroker();
        await broker.StartAsync(TestContext.Current.CancellationToken);
        var clients = new List<TcpClient>();
        try
        {
            for (var number = 0; number < Count; number++)
            {
                var client = new TcpClient();
                clients.Add(client);
                await client.ConnectAsync(broker.Endpoints[0], TestContext.Current.CancellationToken);
                await client.GetStream().WriteAsync((byte[])[.. Connect, .. Encoding.ASCII.GetBytes($"{number:D4}"), .. Subscribe], TestContext.Current.CancellationToken);
            }

            await Eventually.TrueAsync(() => broker.Figures.Subscriptions == Count, "all have subscribed");
            Assert.Equal(Count, broker.Figures.Connections);
            await clients[0].GetStream().WriteAsync(Publish, TestContext.Current.CancellationToken);

            var expected = Consent.Concat(Publish).ToArray();
            foreach (var client in clients)
            {
                var received = new byte[expected.Length];
                await client.GetStream().ReadExactlyAsync(received, TestContext.Current.CancellationToken);
                Assert.Equal(expected, received);
            }
        }
        finally
        {
            clients.ForEach(client => client.Dispose());
        }
    }
}
