using Twins.Protocols.Mqtt;
using Twins.Protocols.Mqtt.Wire;
using Twins.Tests.Protocols.Mqtt.Client.Scripted;
using static Twins.Tests.Protocols.Mqtt.Client.ClientMessages;

namespace Twins.Tests.Protocols.Mqtt.Client;

/// <summary>Messages that wait for a connection, and what happens at the queue's bounds.</summary>
public sealed class QueueTests
{
    [Fact]
    public async Task Queue_AtItsCount_DropsTheOldestTelemetry_AndRefusesTheRest()
    {
        await using var server = new ScriptedServer();
        await using var client = new MqttClient(server.Options with { QueueCapacity = 3 }, new RecordingReceiver());
        var telemetry = Enumerable.Range(0, 4).Select(number => client.PublishAsync(Text("t", $"{number}"))).ToList();
        var commands = Enumerable.Range(0, 3).Select(number => client.PublishAsync(Text("c", $"{number}", Qos1))).ToList();
        var busy = await Assert.ThrowsAsync<MqttBusyException>(() => client.PublishAsync(Text("c", "3", Qos2)).InTime());
        var lateTelemetry = await client.PublishAsync(Text("t", "4")).InTime();

        // The fourth pushed the first out, the commands pushed out the rest, and then there was nothing left to push.
        Assert.All(telemetry, task => Assert.Equal(MqttPublishOutcome.Dropped, task.Result.Outcome));
        Assert.Equal(MqttPublishOutcome.Dropped, lateTelemetry.Outcome);
        Assert.Equal(3, busy.Limit);
        Assert.Contains("3 messages are waiting, which is the limit", busy.Message, StringComparison.Ordinal);
        Assert.Equal((5, 1, 3), (client.Figures.MessagesDropped, client.Figures.MessagesRefused, client.Figures.Queued));

        _ = client.ConnectAsync();
        var connection = await server.AcceptSessionAsync();
        foreach (var (command, number) in commands.Select((command, number) => (command, number)))
        {
            var sent = await connection.NextPublishAsync();
            Assert.Equal($"{number}", sent.Text);
            await connection.SendAckAsync(MqttPacketType.PubAck, sent.PacketId);
            await command.InTime();
        }
    }

    [Fact]
    public async Task Queue_AtItsBytes_DoesTheSame()
    {
        await using var client = new MqttClient(new MqttClientOptions { Host = "127.0.0.1", QueueBytes = 1024 }, new RecordingReceiver());
        var oldest = client.PublishAsync(Text("t", new string('x', 599)));
        var next = client.PublishAsync(Text("t", new string('x', 399)));
        Assert.Equal(1000, client.Figures.QueuedBytes);
        var third = client.PublishAsync(Text("t", new string('x', 299)));
        var busy = await Assert.ThrowsAsync<MqttBusyException>(() => client.PublishAsync(Text("c", new string('x', 1024), Qos1)).InTime());

        Assert.Equal(MqttPublishOutcome.Dropped, (await oldest.InTime()).Outcome);
        Assert.Equal(MqttPublishOutcome.Dropped, (await next.InTime()).Outcome);
        Assert.Equal(MqttPublishOutcome.Dropped, (await third.InTime()).Outcome);
        Assert.Contains("1024 bytes", busy.Message, StringComparison.Ordinal);
        Assert.Equal((0, 0L), (client.Figures.Queued, client.Figures.QueuedBytes));
    }

    [Fact]
    public async Task Queue_WithMessagesOfBothKinds_KeepsTheirOrder()
    {
        await using var server = new ScriptedServer();
        await using var client = new MqttClient(server.Options, new RecordingReceiver());
        for (var number = 0; number < 20; number++)
        {
            _ = client.PublishAsync(Text("a", $"{number}", (MqttQualityOfService)(number % 3)));
        }

        _ = client.ConnectAsync();
        var connection = await server.AcceptSessionAsync();
        var sent = new List<string>();
        while (sent.Count < 20)
        {
            sent.Add((await connection.NextPublishAsync()).Text);
        }

        Assert.Equal(Enumerable.Range(0, 20).Select(number => $"{number}"), sent);
    }

    [Fact]
    public async Task Dispose_EndsEveryWait()
    {
        var client = new MqttClient(new MqttClientOptions { Host = "127.0.0.1" }, new RecordingReceiver());
        var waits = new Task[]
        {
            client.PublishAsync(Text("a", "1")), client.PublishAsync(Text("a", "1", Qos2)), client.SubscribeAsync("a", Qos1), client.UnsubscribeAsync(["a"]),
        };
        await client.DisposeAsync();

        foreach (var wait in waits)
        {
            await Assert.ThrowsAsync<ObjectDisposedException>(() => wait.InTime());
        }

        Assert.Throws<ObjectDisposedException>(() => { _ = client.PublishAsync(Text("a", "1")); });
        Assert.Throws<ObjectDisposedException>(() => { _ = client.ConnectAsync(); });
        Assert.Equal(MqttConnectionState.Closed, client.State);
    }
}
