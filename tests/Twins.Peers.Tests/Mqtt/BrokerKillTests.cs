using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Twins.Protocols.Mqtt;
using Twins.Testing.Time;

namespace Twins.Peers.Tests.Mqtt;

/// <summary>The broker's process is killed while messages are under way; what it acknowledged is there when it runs again.</summary>
public sealed class BrokerKillTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("twins-broker-kill").FullName;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Theory]
    [InlineData(MqttQualityOfService.AtLeastOnce)]
    [InlineData(MqttQualityOfService.ExactlyOnce)]
    public async Task Kill_WhileAPublisherSends_EveryAcknowledgedMessageReachesTheSubscriber(MqttQualityOfService quality)
    {
        var acknowledged = new ConcurrentBag<int>();
        await using (var broker = await BrokerProcess.StartAsync(_data))
        {
            await SubscribeAsync(broker.Port, quality);
            await using var publisher = NewClient(broker.Port, "publisher", new Recorder());
            await publisher.ConnectAsync(CancellationToken.None);
            for (var number = 0; number < 20_000; number++)
            {
                _ = NoteAsync(publisher.PublishAsync(Message(number, quality), CancellationToken.None), number, acknowledged);
            }

            await Eventually.TrueAsync(() => acknowledged.Count > 500, "some messages are acknowledged");
        }

        var certain = acknowledged.ToArray();
        await using var again = await BrokerProcess.StartAsync(_data);
        var recorder = new Recorder();
        await using var subscriber = NewClient(again.Port, "subscriber", recorder);
        await subscriber.ConnectAsync(CancellationToken.None);

        await Eventually.TrueAsync(() => certain.All(recorder.Numbers.ContainsKey), "every acknowledged message arrives");
        Assert.NotEmpty(certain);
        Assert.All(recorder.Numbers, number => Assert.True(quality == MqttQualityOfService.AtLeastOnce || number.Value == 1, $"{number.Key} came {number.Value} times"));
        Assert.Equal(0, await again.StopAsync());
    }

    [Fact]
    public async Task Kill_RetainedMessages_AreThereAgainAndClearedOnesAreNot()
    {
        await using (var broker = await BrokerProcess.StartAsync(_data))
        {
            await using var publisher = NewClient(broker.Port, "publisher", new Recorder());
            await publisher.ConnectAsync(CancellationToken.None);
            for (var number = 0; number < 50; number++)
            {
                await publisher.PublishAsync(Message(number, MqttQualityOfService.AtLeastOnce) with { Retain = true, Topic = $"kept/{number}" }, CancellationToken.None);
            }

            await publisher.PublishAsync(new MqttMessage { Topic = "kept/7", Retain = true, QualityOfService = MqttQualityOfService.AtLeastOnce }, CancellationToken.None);
        }

        await using var again = await BrokerProcess.StartAsync(_data);
        var recorder = new Recorder();
        await using var subscriber = NewClient(again.Port, "late", recorder);
        await subscriber.ConnectAsync(CancellationToken.None);
        await subscriber.SubscribeAsync([new MqttSubscription("kept/#", MqttQualityOfService.AtLeastOnce)], CancellationToken.None);

        await Eventually.TrueAsync(() => recorder.Numbers.Count >= 49, "the retained messages arrive");
        Assert.Equal(Enumerable.Range(0, 50).Where(number => number != 7), recorder.Numbers.Keys.Order());
    }

    private static MqttMessage Message(int number, MqttQualityOfService quality) => new()
    {
        Topic = "a/b",
        Payload = Encoding.UTF8.GetBytes(number.ToString(CultureInfo.InvariantCulture)),
        QualityOfService = quality,
    };

    private static async Task NoteAsync(Task<MqttPublishResult> publishing, int number, ConcurrentBag<int> acknowledged)
    {
        try
        {
            await publishing;
            acknowledged.Add(number);
        }
        catch (Exception refused) when (refused is MqttException or OperationCanceledException or ObjectDisposedException)
        {
            // Not acknowledged: nothing is promised for it.
        }
    }

    // The session outlives its connection, which ends here.
    private static async Task SubscribeAsync(int port, MqttQualityOfService quality)
    {
        await using var subscriber = NewClient(port, "subscriber", new Recorder());
        await subscriber.ConnectAsync(CancellationToken.None);
        await subscriber.SubscribeAsync([new MqttSubscription("a/#", quality)], CancellationToken.None);
    }

    private static IMqttClient NewClient(int port, string name, IMqttReceiver receiver) => MqttClients.Create(
        new MqttClientOptions { Host = "127.0.0.1", Port = port, ClientId = name, CleanStart = false, SessionExpiry = TimeSpan.FromHours(1) }, receiver);

    private sealed class Recorder : IMqttReceiver
    {
        public ConcurrentDictionary<int, int> Numbers { get; } = new();

        public void OnMessage(in MqttIncomingMessage message) =>
            Numbers.AddOrUpdate(int.Parse(message.Payload, CultureInfo.InvariantCulture), 1, (_, times) => times + 1);

        public ValueTask OnBatchEndAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;
    }
}
