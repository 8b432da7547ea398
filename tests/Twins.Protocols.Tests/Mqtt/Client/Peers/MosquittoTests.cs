using Twins.Protocols.Mqtt;
using static Twins.Protocols.Tests.Mqtt.Client.ClientMessages;

namespace Twins.Protocols.Tests.Mqtt.Client.Peers;

/// <summary>Against Debian's mosquitto.</summary>
public sealed class MosquittoTests
{
    [Theory]
    [InlineData(MqttProtocolVersion.V311, MqttQualityOfService.AtMostOnce)]
    [InlineData(MqttProtocolVersion.V311, MqttQualityOfService.AtLeastOnce)]
    [InlineData(MqttProtocolVersion.V311, MqttQualityOfService.ExactlyOnce)]
    [InlineData(MqttProtocolVersion.V500, MqttQualityOfService.AtMostOnce)]
    [InlineData(MqttProtocolVersion.V500, MqttQualityOfService.AtLeastOnce)]
    [InlineData(MqttProtocolVersion.V500, MqttQualityOfService.ExactlyOnce)]
    public async Task Messages_OfEachQuality_ArriveInOrder(MqttProtocolVersion version, MqttQualityOfService qualityOfService)
    {
        const int Count = 1000;
        await using var broker = await MosquittoBroker.StartAsync();
        var receiver = new RecordingReceiver();
        await using var client = MqttClients.Create(
            new MqttClientOptions { Host = "127.0.0.1", Port = broker.Port, Version = version }, receiver);
        await client.ConnectAsync().InTime();
        await client.SubscribeAsync("site/#", qualityOfService).InTime();
        var published = Enumerable.Range(0, Count)
            .Select(number => client.PublishAsync(Text("site/meter", $"{number}", qualityOfService)))
            .ToList();
        var received = await receiver.NextAsync(Count);

        Assert.Equal(Enumerable.Range(0, Count).Select(number => $"{number}"), received.Select(message => message.Text));
        await Task.WhenAll(published).InTime();
        Assert.Equal(0, receiver.Waiting);
    }
}
