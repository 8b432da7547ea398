using System.Text;
using System.Threading.Channels;
using Twins.Protocols.Mqtt;

namespace Twins.Cluster.Tests.Support;

/// <summary>A client at the broker of a test, in the place of a device.</summary>
internal sealed class FieldClient : IMqttReceiver, IAsyncDisposable
{
    private readonly Channel<MqttMessage> _received = Channel.CreateUnbounded<MqttMessage>();
    private readonly IMqttClient _client;

    private FieldClient(int port, MqttWill? will) =>
        _client = MqttClients.Create(new MqttClientOptions { Host = "127.0.0.1", Port = port, Will = will }, this);

    public static async Task<FieldClient> ConnectAsync(int port, MqttWill? will)
    {
        var client = new FieldClient(port, will);
        await client._client.ConnectAsync();
        return client;
    }

    public Task PublishAsync(string topic, byte[] payload, int qos = 1, bool retain = false) => _client.PublishAsync(
        new MqttMessage { Topic = topic, Payload = payload, QualityOfService = (MqttQualityOfService)qos, Retain = retain });

    public Task PublishAsync(string topic, string payload, int qos = 1, bool retain = false) =>
        PublishAsync(topic, Encoding.UTF8.GetBytes(payload), qos, retain);

    public Task SubscribeAsync(string filter) => _client.SubscribeAsync(filter, MqttQualityOfService.AtLeastOnce);

    /// <summary>The next message that comes; bounded.</summary>
    public async Task<MqttMessage> ReceiveAsync() => await _received.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System);

    /// <summary>Is gone without a word, or in order.</summary>
    public Task LeaveAsync(bool withWill) => _client.DisconnectAsync(new MqttDisconnectOptions { PublishWill = withWill });

    public void OnMessage(in MqttIncomingMessage message) => _received.Writer.TryWrite(message.ToMessage());

    public ValueTask OnBatchEndAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _client.DisposeAsync();
}
