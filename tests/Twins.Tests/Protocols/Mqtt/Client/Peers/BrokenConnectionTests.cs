using System.Globalization;
using Twins.Protocols.Mqtt;
using static Twins.Tests.Protocols.Mqtt.Client.ClientMessages;

namespace Twins.Tests.Protocols.Mqtt.Client.Peers;

/// <summary>
/// Connections of publisher and subscriber that break again and again, in the middle of packets and between them: nothing is lost,
/// and nothing is doubled at QoS 2.
/// </summary>
public abstract class BrokenConnectionTests : PeerBrokerTests
{
    private const int Count = 60;
    private const int Cuts = 8;

    /// <summary>Whether the subscriber's connection breaks as well; not with a broker that itself sends anew what it had sent.</summary>
    private protected virtual bool SubscriberBreaks => true;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 12)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task ExactlyOnce_OverBreakingConnections_ArrivesExactlyOnceAndInOrder(int seed)
    {
        SkipBeyondHighest(Qos2);
        var received = await ExchangeAsync(seed, Qos2);

        Assert.Equal(Enumerable.Range(0, Count), received);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task AtLeastOnce_OverBreakingConnections_ArrivesWithoutGaps(int seed)
    {
        var received = await ExchangeAsync(seed, Qos1);

        Assert.Equal(Enumerable.Range(0, Count), received.Distinct());
    }

    // Returns what was received before the last message, which goes over a connection that holds.
    private async Task<List<int>> ExchangeAsync(int seed, MqttQualityOfService qualityOfService)
    {
        await using var sample = MqttClients.Create(new MqttClientOptions { Host = "127.0.0.1" }, new RecordingReceiver());
        Assert.SkipUnless(sample is MqttClient, "the library behind the port keeps no messages over connections");
        await using var wayOut = new ConnectionCutter(Port, seed, Cuts);
        await using var wayIn = new ConnectionCutter(Port, -seed, SubscriberBreaks ? Cuts : 0);
        var (subscriber, receiver) = await ConnectAsync($"subscriber-{seed}", options => Breaking(options, wayIn.Port));
        await subscriber.SubscribeAsync("a", qualityOfService).InTime();
        var (publisher, _) = await ConnectAsync($"publisher-{seed}", options => Breaking(options, wayOut.Port));

        // Some brokers know a session only by its subscriptions.
        await publisher.SubscribeAsync("answers", qualityOfService).InTime();
        var lostBefore = SessionsLost();
        var published = new List<Task>();
        for (var number = 0; number < Count; number++)
        {
            published.Add(publisher.PublishAsync(Text("a", $"{number}", qualityOfService)));
            if (number % 5 == 4)
            {
                await Task.WhenAll(published).InTime();
            }
        }

        await Task.WhenAll(published).InTime();
        await publisher.PublishAsync(Text("a", "-1", qualityOfService)).InTime();
        var received = new List<int>();
        while (received.Count == 0 || received[^1] != -1)
        {
            received.Add(int.Parse((await receiver.NextAsync()).Text, CultureInfo.InvariantCulture));
        }

        received.RemoveAt(received.Count - 1);
        Assert.True(publisher.Figures.ConnectionsLost + subscriber.Figures.ConnectionsLost > 0, "No connection was broken.");
        Assert.Equal(lostBefore, SessionsLost());
        return received;

        long SessionsLost() => publisher.Figures.SessionsLost + subscriber.Figures.SessionsLost;
    }

    private static MqttClientOptions Breaking(MqttClientOptions options, int port) =>
        options with { Port = port, SessionExpiry = TimeSpan.FromHours(1), ConnectTimeout = TimeSpan.FromSeconds(20) };
}
