using System.Globalization;
using MQTTnet.Formatter;
using MQTTnet.Protocol;
using Twins.Adapters.Mqtt;
using Twins.Testing.Time;

namespace Twins.Peers.Tests.Mqtt.Client;

/// <summary>What a link adds to MQTTnet, each seen to be needed, against Debian's mosquitto.</summary>
public sealed class LinkGuardTests
{
    [Fact]
    public async Task KeepAlive_OfTheServer_IsKept()
    {
        // The client asks for 60 s, the server grants 10 s and cuts after 15 s of silence.
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync((_, port) => [Listener(port), "allow_anonymous true", "max_keepalive 10"]);
        await using OpenedLink link = await OpenedLink.ConnectAsync(
            broker.Port, MqttProtocolVersion.V500, "gateway", change: options => options.KeepAlivePeriod = TimeSpan.FromSeconds(60));
        long start = TimeProvider.System.GetTimestamp();
        await Eventually.TrueAsync(() => TimeProvider.System.GetElapsedTime(start) > TimeSpan.FromSeconds(17) || link.Reasons.Any(), "17 s of silence");

        Assert.Empty(link.Reasons);
        Assert.Equal(1, link.Connections);
    }

    [Fact]
    public async Task Ping_OverALinkThatSwallowsEverything_EndsTheConnection()
    {
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync();
        await using var way = new ConnectionCutter(broker.Port, seed: 1, cuts: 0);
        await using OpenedLink link = await OpenedLink.ConnectAsync(
            way.Port, MqttProtocolVersion.V500, "gateway", change: options => options.KeepAlivePeriod = TimeSpan.FromSeconds(2));
        way.Swallows = true;
        await Eventually.TrueAsync(() => link.Reasons.Any(), "the loss");
        way.Swallows = false;
        await link.ConnectedAsync(times: 2);

        Assert.Contains("ping", link.Reasons.First(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Publish_OfWhatTheBrokerForbids_IsRefusedAndNoSuccess()
    {
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync((folder, port) =>
        {
            string rules = Path.Combine(folder.FullName, "acl");
            File.WriteAllText(rules, "topic read #\n");
            return [Listener(port), "allow_anonymous true", $"acl_file {rules}"];
        });
        await using OpenedLink link = await OpenedLink.ConnectAsync(broker.Port, MqttProtocolVersion.V500, "gateway");
        MqttPublished result = await link.PublishAsync("device/set", "1");

        Assert.Equal(PublishProgress.Refused, result.Progress);
        Assert.Contains("NotAuthorized", result.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Publish_ToATopicOfNobody_SaysSo()
    {
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync();
        await using OpenedLink link = await OpenedLink.ConnectAsync(broker.Port, MqttProtocolVersion.V500, "gateway");

        Assert.Equal(PublishProgress.Unheard, (await link.PublishAsync("device/set", "1")).Progress);
    }

    [Fact]
    public async Task Publish_WhoseConnectionIsLostBeforeTheAnswer_IsInDoubt_AndLaterOnesAreNotSent()
    {
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync();
        await using var way = new ConnectionCutter(broker.Port, seed: 1, cuts: 0);
        await using OpenedLink link = await OpenedLink.ConnectAsync(way.Port, MqttProtocolVersion.V500, "gateway");
        way.Swallows = true;
        Task<MqttPublished> publishing = link.PublishAsync("device/set", "1");
        MqttPublished late = await link.PublishAsync("device/set", "2", limit: TimeSpan.FromMilliseconds(50));
        way.CutNow();
        MqttPublished lost = await publishing;
        await Eventually.TrueAsync(() => link.Reasons.Any(), "the loss");
        MqttPublished away = await link.PublishAsync("device/set", "3");

        Assert.Equal([PublishProgress.InDoubt, PublishProgress.InDoubt, PublishProgress.NotSent], new[] { late, lost, away }.Select(result => result.Progress));
    }

    [Fact]
    public async Task Publish_BeyondTwentyUnanswered_IsBusyAndNotSent()
    {
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync();
        await using var way = new ConnectionCutter(broker.Port, seed: 1, cuts: 0);
        await using OpenedLink link = await OpenedLink.ConnectAsync(way.Port, MqttProtocolVersion.V500, "gateway");
        way.Swallows = true;
        TimeSpan limit = TimeSpan.FromMilliseconds(100);
        MqttPublished[] first = await Task.WhenAll(Enumerable.Range(0, MqttLink.MaxPublishes).Select(number => link.PublishAsync("a", $"{number}", limit: limit)));
        MqttPublished next = await link.PublishAsync("a", "next", limit: limit);

        Assert.All(first, result => Assert.Equal(PublishProgress.InDoubt, result.Progress));
        Assert.Equal(PublishProgress.Busy, next.Progress);
    }

    [Theory]
    [InlineData(MqttProtocolVersion.V311)]
    [InlineData(MqttProtocolVersion.V500)]
    public async Task Publish_500AtQualityTwoToABrokerWithRoomForTwenty_Arrive(MqttProtocolVersion version)
    {
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync(
            (_, port) => [Listener(port), "allow_anonymous true", "max_inflight_messages 20", "max_queued_messages 0"]);
        await using OpenedLink subscriber = await OpenedLink.ConnectAsync(broker.Port, version, "subscriber", ["a"]);
        await using OpenedLink publisher = await OpenedLink.ConnectAsync(broker.Port, version, "publisher");
        MqttPublished[] results = await Task
            .WhenAll(Enumerable.Range(0, 500).Select(number => publisher.PublishAsync("a", $"{number}", MqttQualityOfServiceLevel.ExactlyOnce)))
            .WaitAsync(Patience.Usual);

        Assert.All(results, result => Assert.Equal(PublishProgress.Accepted, result.Progress));
        Assert.Equal(
            Enumerable.Range(0, 500).Select(number => $"{number}").Order(), (await subscriber.NextAsync(500)).Select(OpenedLink.TextOf).Order());
    }

    [Theory]
    [InlineData(MqttQualityOfServiceLevel.AtMostOnce)]
    [InlineData(MqttQualityOfServiceLevel.AtLeastOnce)]
    public async Task Receiving_WhatNobodyTakes_StopsAtTheBound_AndGoesOnAfterwards(MqttQualityOfServiceLevel quality)
    {
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync(
            (_, port) => [Listener(port), "allow_anonymous true", "max_queued_messages 0", "max_inflight_messages 0"]);
        await using OpenedLink subscriber = await OpenedLink.ConnectAsync(broker.Port, MqttProtocolVersion.V311, "subscriber", ["a"], settles: false);
        await using OpenedLink publisher = await OpenedLink.ConnectAsync(broker.Port, MqttProtocolVersion.V311, "publisher");
        string megabyte = new('x', 1024 * 1024);
        const int Count = 64;
        for (int number = 0; number < Count; number++)
        {
            Assert.Equal(PublishProgress.Accepted, (await publisher.PublishAsync("a", megabyte, quality)).Progress);
        }

        // 32 MiB were read, and no more than the one message that was on its way.
        int bound = (int)(MqttLink.MaxUnsettledBytes / megabyte.Length);
        List<MqttArrived> read = await subscriber.NextAsync(bound);
        await Eventually.TrueAsync(() => read[0].Gate.IsClosed, "the bound");
        Assert.InRange(read[0].Gate.Messages, bound, bound + 1);

        // At QoS 1 all of them come now; at QoS 0 the broker may have dropped what it could not get rid of.
        read.ForEach(message => message.Settle());
        Assert.NotEmpty(await subscriber.NextAsync(quality == MqttQualityOfServiceLevel.AtMostOnce ? 1 : 16));
    }

    [Fact]
    public async Task Acknowledgements_GoOutInTheOrderOfReceipt_OnceApplied()
    {
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync();
        await using OpenedLink subscriber = await OpenedLink.ConnectAsync(broker.Port, MqttProtocolVersion.V500, "subscriber", ["a"], settles: false);
        await using OpenedLink publisher = await OpenedLink.ConnectAsync(broker.Port, MqttProtocolVersion.V500, "publisher");
        for (int number = 0; number < 3; number++)
        {
            await publisher.PublishAsync("a", $"{number}");
        }

        List<MqttArrived> received = await subscriber.NextAsync(3);
        received[2].Settle();
        received[1].Settle();
        Assert.Equal(3, subscriber.Link.Unacknowledged);
        Assert.DoesNotContain("Received PUBACK from subscriber", broker.Output, StringComparison.Ordinal);
        received[0].Settle();
        await Eventually.TrueAsync(() => Acknowledged(broker).Length == 3, "three acknowledgements");

        Assert.Equal(Acknowledged(broker).Order(), Acknowledged(broker));
    }

    [Fact]
    public async Task ReceiveMaximum_OfOurs_IsAtLeastAThousand()
    {
        await using MosquittoBroker broker = await MosquittoBroker.StartAsync(
            (_, port) => [Listener(port), "allow_anonymous true", "max_queued_messages 0", "max_inflight_messages 0"]);
        await using OpenedLink subscriber = await OpenedLink.ConnectAsync(broker.Port, MqttProtocolVersion.V500, "subscriber", ["a"], settles: false);
        await using OpenedLink publisher = await OpenedLink.ConnectAsync(broker.Port, MqttProtocolVersion.V500, "publisher");
        await Task.WhenAll(Enumerable.Range(0, 1000).Select(number => publisher.PublishAsync("a", $"{number}")));

        Assert.Equal(1000, (await subscriber.NextAsync(1000)).Count);
        Assert.Equal(1000, subscriber.Link.Unacknowledged);
    }

    private static string Listener(int port) => string.Create(CultureInfo.InvariantCulture, $"listener {port} 127.0.0.1");

    // "… Received PUBACK from subscriber (Mid: 2, RC:0)"
    private static int[] Acknowledged(MosquittoBroker broker) => [.. broker.Output.Split('\n')
        .Where(line => line.Contains("Received PUBACK from subscriber", StringComparison.Ordinal))
        .Select(line => int.Parse(line.Split("Mid: ")[1].Split(',', ')')[0], CultureInfo.InvariantCulture))];
}
