using System.Net;
using System.Text;
using System.Threading.Channels;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;
using Twins.Testing.Time;

namespace Twins.Cluster.Tests.Support;

/// <summary>A client at the broker of a test, in the place of a device.</summary>
internal sealed class FieldClient : IAsyncDisposable
{
    private readonly Channel<MqttApplicationMessage> _received = Channel.CreateUnbounded<MqttApplicationMessage>();
    private readonly IMqttClient _client = new MqttClientFactory().CreateMqttClient();

    public static async Task<FieldClient> ConnectAsync(int port, string? willTopic = null, string will = "")
    {
        var client = new FieldClient();
        client._client.ApplicationMessageReceivedAsync += received =>
        {
            client._received.Writer.TryWrite(received.ApplicationMessage);
            return Task.CompletedTask;
        };
        await client._client.ConnectAsync(new MqttClientOptions
        {
            ChannelOptions = new MqttClientTcpOptions { RemoteEndpoint = new IPEndPoint(IPAddress.Loopback, port) },
            ProtocolVersion = MqttProtocolVersion.V500,
            ClientId = $"field-{Guid.NewGuid():N}",
            WillTopic = willTopic,
            WillPayload = willTopic is null ? null : Encoding.UTF8.GetBytes(will),
            WillRetain = willTopic is not null,
        });
        return client;
    }

    public async Task PublishAsync(string topic, byte[] payload, int qos = 1, bool retain = false)
    {
        MqttClientPublishResult result = await _client.PublishAsync(new MqttApplicationMessage
        {
            Topic = topic, PayloadSegment = payload, QualityOfServiceLevel = (MqttQualityOfServiceLevel)qos, Retain = retain,
        });
        Assert.True(result.IsSuccess, $"{topic}: {result.ReasonCode}");
    }

    public Task PublishAsync(string topic, string payload, int qos = 1, bool retain = false) =>
        PublishAsync(topic, Encoding.UTF8.GetBytes(payload), qos, retain);

    public Task SubscribeAsync(string filter) => _client.SubscribeAsync(filter, MqttQualityOfServiceLevel.AtLeastOnce);

    /// <summary>The next message that comes; bounded.</summary>
    public async Task<MqttApplicationMessage> ReceiveAsync() => await _received.Reader.ReadAsync().AsTask().WaitAsync(Patience.Usual, TimeProvider.System);

    /// <summary>Whether a message came that was not received yet.</summary>
    public bool HasMore => _received.Reader.TryPeek(out _);

    /// <summary>Is gone without a word.</summary>
    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return ValueTask.CompletedTask;
    }
}
