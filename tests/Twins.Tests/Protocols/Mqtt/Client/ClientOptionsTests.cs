using System.ComponentModel.DataAnnotations;
using Twins.Protocols.Mqtt;

namespace Twins.Tests.Protocols.Mqtt.Client;

public sealed class ClientOptionsTests
{
    private static readonly MqttClientOptions Valid = new() { Host = "broker.example" };

    [Fact]
    public void Defaults_AreAsDocumented()
    {
        Assert.Equal((0, MqttProtocolVersion.V500, "", true, TimeSpan.Zero), (Valid.Port, Valid.Version, Valid.ClientId, Valid.CleanStart, Valid.SessionExpiry));
        Assert.Equal((60.0, 10.0, 10.0), (Valid.KeepAlive.TotalSeconds, Valid.PingTimeout.TotalSeconds, Valid.ConnectTimeout.TotalSeconds));
        Assert.Equal((1024, 1024 * 1024, 64, 64), (Valid.ReceiveMaximum, Valid.MaximumPacketSize, Valid.TopicAliasMaximum, Valid.OutgoingTopicAliases));
        Assert.Equal((0, 4096, 16 * 1024 * 1024), (Valid.MaxInFlight, Valid.QueueCapacity, Valid.QueueBytes));
        Assert.Equal((0.5, 30.0, 0.2), (Valid.ReconnectDelay.TotalSeconds, Valid.MaxReconnectDelay.TotalSeconds, Valid.Jitter));
        Assert.Null(Valid.Tls);
        Assert.Null(Valid.WebSocketPath);
        Assert.False(Valid.ManualAcknowledgement);
    }

    [Theory]
    [InlineData(0, false, null, 1883)]
    [InlineData(0, true, null, 8883)]
    [InlineData(0, false, "/mqtt", 80)]
    [InlineData(0, true, "/mqtt", 443)]
    [InlineData(9, true, "/mqtt", 9)]
    public async Task Port_WhenNotSet_FollowsTheTransport(int port, bool tls, string? path, int expected)
    {
        await using var client = new MqttClient(
            Valid with { Port = port, Tls = tls ? new MqttTlsOptions() : null, WebSocketPath = path }, new RecordingReceiver());

        Assert.Equal($"broker.example:{expected}", client.Endpoint);
    }

    [Fact]
    public void Errors_AreAllNamedAtOnce_WithValueAndLimit()
    {
        var options = new MqttClientOptions
        {
            Host = "", Port = 65536, Version = MqttProtocolVersion.V311, Password = new byte[] { 1 }, SessionExpiry = TimeSpan.FromHours(1),
            KeepAlive = TimeSpan.FromDays(1), PingTimeout = TimeSpan.Zero, ConnectTimeout = TimeSpan.Zero, ReceiveMaximum = 0,
            MaximumPacketSize = 100, TopicAliasMaximum = -1, OutgoingTopicAliases = 70000, MaxInFlight = 40000, QueueCapacity = 0, QueueBytes = 1,
            ReconnectDelay = TimeSpan.FromMinutes(2), Jitter = 0.6, WebSocketPath = "mqtt",
        };
        var error = Assert.Throws<ValidationException>(() => new MqttClient(options, new RecordingReceiver()));

        Assert.Equal(
            """
            MqttClientOptions cannot be used:
            - Host is empty, but must name a host or an address.
            - Port is 65536, but must lie between 0 and 65535.
            - KeepAlive is 1.00:00:00, but must lie between 00:00:00 and 18:12:15.
            - PingTimeout is 00:00:00, but must lie between 00:00:00.001 and 00:10:00.
            - ConnectTimeout is 00:00:00, but must lie between 00:00:00.001 and 00:10:00.
            - ReceiveMaximum is 0, but must lie between 1 and 65535.
            - MaximumPacketSize is 100, but must lie between 128 and 268435460.
            - TopicAliasMaximum is -1, but must lie between 0 and 65535.
            - OutgoingTopicAliases is 70000, but must lie between 0 and 65535.
            - MaxInFlight is 40000, but must lie between 0 and 32768.
            - QueueCapacity is 0, but must lie between 1 and 1000000.
            - QueueBytes is 1, but must lie between 1024 and 2147483647.
            - Jitter is 0.6, but must lie between 0 and 0.5.
            """,
            error.Message);
    }

    [Fact]
    public void Errors_OfOptionsThatDoNotGoTogether_AreNamed()
    {
        var options = Valid with
        {
            Version = MqttProtocolVersion.V311, Password = new byte[] { 1 }, SessionExpiry = TimeSpan.FromHours(1),
            ReconnectDelay = TimeSpan.FromMinutes(2), WebSocketPath = "mqtt", Will = new MqttWill(new MqttMessage { Topic = "status/+" }),
        };
        var error = Assert.Throws<ValidationException>(() => new MqttClient(options, new RecordingReceiver()));

        Assert.Equal(
            """
            MqttClientOptions cannot be used:
            - MaxReconnectDelay is 00:00:30, but must not be below ReconnectDelay, 00:02:00.
            - WebSocketPath is 'mqtt', but must begin with '/'.
            - Password is set without Username, which 3.1.1 does not know (MQTT-3.1.2-22).
            - ClientId is empty, but 3.1.1 keeps a session (SessionExpiry) only for a client with an identifier (MQTT-3.1.3-8).
            - Will cannot be sent: The topic 'status/+' holds a wildcard (+ or #), which only filters may. (Parameter 'message')
            """,
            error.Message);
    }

    [Fact]
    public void Text_ShowsNoPassword() => Assert.Equal(
        "MQTT V500 to broker.example:1883 as 'twin'",
        (Valid with { ClientId = "twin", Username = "user", Password = "secret"u8.ToArray() }).ToString());
}
