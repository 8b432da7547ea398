using Twins.Protocols.Mqtt;

namespace Twins.Benchmarks.Mqtt.Load;

/// <summary>Receives through <see cref="IMqttClient"/>, which acknowledges by itself.</summary>
internal sealed class ClientSubscriber : ILoadSubscriber, IMqttReceiver
{
    private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly IMqttClient _client;
    private volatile int _received;

    private ClientSubscriber(LoadPlan plan)
    {
        Check = new SequenceCheck(plan.Publishers, plan.MessagesEach);
        _client = MqttClients.Create(new MqttClientOptions { Host = plan.Host, Port = plan.Port, Version = plan.Version }, this);
    }

    public int Received => _received;

    public SequenceCheck Check { get; }

    public Latencies Latencies { get; } = new();

    public long LastTimestamp { get; private set; }

    public static async Task<ClientSubscriber> OpenAsync(LoadPlan plan)
    {
        var subscriber = new ClientSubscriber(plan);
        await subscriber._client.ConnectAsync();
        await subscriber._client.SubscribeAsync([new MqttSubscription(plan.Filter, plan.QualityOfService)], identifier: 0);
        return subscriber;
    }

    public Task RunAsync() => _end.Task;

    public void OnMessage(in MqttIncomingMessage message)
    {
        var now = TimeProvider.System.GetTimestamp();
        var payload = LoadPayload.Read(message.Payload);
        Check.Add(payload.Publisher, payload.Sequence);
        Latencies.Add(TimeProvider.System.GetElapsedTime(payload.Timestamp, now));
        _received++;
        LastTimestamp = now;
    }

    public ValueTask OnBatchEndAsync(CancellationToken cancellationToken)
    {
        if (Check.Missing == 0)
        {
            _end.TrySetResult();
        }

        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        _end.TrySetResult();
        await _client.DisposeAsync();
    }
}
