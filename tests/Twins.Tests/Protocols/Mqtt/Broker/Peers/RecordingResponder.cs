using System.Text;
using Twins.Protocols.Mqtt;

namespace Twins.Tests.Protocols.Mqtt.Broker.Peers;

/// <summary>Answers requests as the standard says: to their response topic, with their correlation data.</summary>
internal sealed class RecordingResponder : IMqttReceiver, IAsyncDisposable
{
    private readonly IMqttClient _client;

    public RecordingResponder(int port) =>
        _client = MqttClients.Create(new MqttClientOptions { Host = "127.0.0.1", Port = port, ClientId = "responder" }, this);

    public async Task StartAsync(string filter)
    {
        await _client.ConnectAsync().InTime();
        await _client.SubscribeAsync([new MqttSubscription(filter, MqttQualityOfService.AtLeastOnce)], CancellationToken.None).InTime();
    }

    public void OnMessage(in MqttIncomingMessage message)
    {
        var correlation = message.CorrelationData.ToArray();
        var answer = new MqttMessage
        {
            Topic = Encoding.UTF8.GetString(message.ResponseTopic),
            Payload = Encoding.UTF8.GetBytes($"{Encoding.UTF8.GetString(message.Payload)} of {Encoding.UTF8.GetString(correlation)}"),
            CorrelationData = correlation,
        };
        _ = _client.PublishAsync(answer, CancellationToken.None);
    }

    public ValueTask OnBatchEndAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _client.DisposeAsync();
}
