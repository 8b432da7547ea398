using System.ComponentModel.DataAnnotations;
using System.Net;
using Twins.Protocols.Mqtt;

namespace Twins.Tests.Protocols.Mqtt.Broker;

public sealed class MqttBrokerOptionsTests
{
    [Fact]
    public void Defaults_AreThoseOfTheDocumentation()
    {
        var options = new MqttBrokerOptions();

        var listener = Assert.Single(options.Listeners);
        Assert.Equal((IPAddress.Loopback, 0, null), (listener.Address, listener.Port, listener.Tls));
        Assert.Equal((10_000, 20_000, TimeSpan.FromSeconds(10)), (options.MaxConnections, options.MaxSessions, options.ConnectTimeout));
        Assert.Equal((1_048_576, 1024, 1024), (options.MaxPacketSize, options.ReceiveMaximum, options.MaxInFlight));
        Assert.Equal((8192, 8_388_608), (options.MaxQueuedMessages, options.MaxQueuedBytes));
        Assert.Equal((100_000, 67_108_864), (options.MaxRetainedMessages, options.MaxRetainedBytes));
        Assert.Equal((1000, 128, 64, 64), (options.MaxSubscriptionsPerClient, options.MaxTopicLevels, options.TopicAliasMaximum, options.MaxTopicAliasesPerClient));
        Assert.Equal((TimeSpan.FromMinutes(1), TimeSpan.FromDays(7)), (options.MaxKeepAlive, options.MaxSessionExpiry));
        Assert.Equal((TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2)), (options.PublisherPatience, options.FarewellTimeout));
    }

    [Fact]
    public void WrongValues_AreAllNamed()
    {
        var options = new MqttBrokerOptions
        {
            Listeners = [new MqttListenerOptions { Port = 70_000 }],
            MaxConnections = 0,
            PublisherPatience = TimeSpan.FromMinutes(2),
        };

        var error = Assert.Throws<ValidationException>(() => new MqttBroker(options));

        Assert.Equal(
            """
            MqttBrokerOptions cannot be used:
            - MaxConnections is 0, but must lie between 1 and 1000000.
            - PublisherPatience is 00:02:00, but must lie between 00:00:00 and 00:01:00.
            """,
            error.Message);
    }

    [Fact]
    public void ValuesThatDoNotFitTogether_AreNamed()
    {
        var options = new MqttBrokerOptions
        {
            Listeners = [new MqttListenerOptions { Port = 70_000 }], MaxPacketSize = 1 << 20, MaxQueuedBytes = 8192,
        };

        var error = Assert.Throws<ValidationException>(() => new MqttBroker(options));

        Assert.Equal(
            """
            MqttBrokerOptions cannot be used:
            - Port is 70000, but must lie between 0 and 65535.
            - MaxQueuedBytes is 8192, but must hold a packet of MaxPacketSize, 1048576 bytes.
            """,
            error.Message);
    }
}
