using Twins.Protocols.Mqtt;
using Twins.Protocols.Mqtt.Wire;
using Twins.Tests.Protocols.Mqtt.Broker.Support;
using Twins.Testing.Time;

namespace Twins.Tests.Protocols.Mqtt.Broker.Fuzz;

/// <summary>Whole conversations with bytes changed, left out or put in: the broker survives all of them, and serves others meanwhile.</summary>
public sealed class DamagedConversationTests
{
    private const int Conversations = 3000;

    [Theory]
    [InlineData(MqttProtocolVersion.V311, 1)]
    [InlineData(MqttProtocolVersion.V500, 2)]
    public async Task DamagedConversations_EndByThemselves_AndHarmNobody(MqttProtocolVersion version, int seed)
    {
        var random = new Random(seed);
        await using var fixture = await BrokerFixture.StartAsync(new MqttBrokerOptions { MaxPacketSize = 4096, MaxQueuedBytes = 65_536 });
        using var healthy = await fixture.ConnectAsync("healthy");
        await healthy.SubscribeAsync(new MqttSubscription("alive"));
        var original = Conversation(version);

        for (var index = 0; index < Conversations; index++)
        {
            var (here, there) = MemoryPipe.Create();
            var serving = fixture.Broker.ServeAsync(there, new MqttPeer("memory"), CancellationToken.None);
            await here.WriteAsync(Damage(original, random)).AsTask().WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System, CancellationToken.None)
                .ContinueWith(_ => { }, TaskScheduler.Default);
            here.Dispose();
            await serving.InTime();
        }

        await healthy.PublishAsync("alive", "still");
        await healthy.ExpectMessageAsync("alive", "still");
        Assert.InRange(fixture.Broker.Figures.ProtocolViolations, Conversations / 10, Conversations);
        Assert.DoesNotContain(fixture.Broker.Diagnostics, incident => incident.Kind == MqttIncidentKind.ServerFault);
        await Eventually.TrueAsync(() => fixture.Broker.Figures.Connections == 1, "only the healthy client is connected");
    }

    private static byte[] Conversation(MqttProtocolVersion version)
    {
        using var writer = new MqttWriter();
        new ConnectPacket
        {
            Version = version,
            ClientIdentifier = "damaged",
            CleanStart = true,
            Will = new MqttWill(new MqttMessage { Topic = "status", Payload = "gone"u8.ToArray() }),
            UserName = "somebody",
            Password = new byte[] { 1, 2, 3 },
        }.Write(writer);
        new SubscribePacket { PacketId = 1, Subscriptions = [new MqttSubscription("a/#", MqttQualityOfService.ExactlyOnce)] }.Write(writer, version);
        for (var qualityOfService = 0; qualityOfService <= 2; qualityOfService++)
        {
            ScriptedClient.Publish(writer, "a/b", "payload", qualityOfService, 2, retain: true, duplicate: false, version);
        }

        AckView.Write(writer, MqttPacketType.PubRel, 2, MqttReasonCode.Success, version);
        AckView.Write(writer, MqttPacketType.PubAck, 1, MqttReasonCode.Success, version);
        AckView.Write(writer, MqttPacketType.PubRec, 2, MqttReasonCode.Success, version);
        PingPacket.WriteRequest(writer);
        new UnsubscribePacket { PacketId = 3, Filters = ["a/#"] }.Write(writer, version);
        return writer.Written.ToArray();
    }

    private static byte[] Damage(byte[] original, Random random)
    {
        var bytes = original.ToList();
        for (var wounds = random.Next(1, 4); wounds > 0; wounds--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(3))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.RemoveAt(at);
                    break;
                default:
                    bytes.Insert(at, (byte)random.Next(256));
                    break;
            }
        }

        return [.. bytes];
    }
}
