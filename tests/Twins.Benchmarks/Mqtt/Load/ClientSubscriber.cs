using System.Buffers;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace Twins.Benchmarks.Mqtt.Load;

/// <summary>Receives through MQTTnet's client with nothing else around it, which acknowledges by itself.</summary>
internal sealed class ClientSubscriber : ILoadSubscriber
{
    private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly IMqttClient _client = new MqttClientFactory().CreateMqttClient();
    private volatile int _received;

    private ClientSubscriber(LoadPlan plan)
    {
        Check = new SequenceCheck(plan.Publishers, plan.MessagesEach);
        _client.ApplicationMessageReceivedAsync += OnMessageAsync;
    }

    public int Received => _received;

    public SequenceCheck Check { get; }

    public Latencies Latencies { get; } = new();

    public long LastTimestamp { get; private set; }

    public static async Task<ClientSubscriber> OpenAsync(LoadPlan plan)
    {
        var subscriber = new ClientSubscriber(plan);
        await subscriber._client.ConnectAsync(
            new MqttClientOptionsBuilder().WithTcpServer(plan.Host, plan.Port).WithProtocolVersion(MqttProtocolVersion.V500).WithCleanStart().Build());
        await subscriber._client.SubscribeAsync(
            new MqttClientSubscribeOptionsBuilder().WithTopicFilter(plan.Filter, (MqttQualityOfServiceLevel)plan.QualityOfService).Build());
        return subscriber;
    }

    public Task RunAsync() => _end.Task;

    public ValueTask DisposeAsync()
    {
        _end.TrySetResult();
        _client.Dispose();
        return ValueTask.CompletedTask;
    }

    private Task OnMessageAsync(MqttApplicationMessageReceivedEventArgs received)
    {
        var now = TimeProvider.System.GetTimestamp();
        Span<byte> start = stackalloc byte[LoadPayload.Length];
        received.ApplicationMessage.Payload.Slice(0, LoadPayload.Length).CopyTo(start);
        var payload = LoadPayload.Read(start);
        Check.Add(payload.Publisher, payload.Sequence);
        Latencies.Add(TimeProvider.System.GetElapsedTime(payload.Timestamp, now));
        _received++;
        LastTimestamp = now;
        if (Check.Missing == 0)
        {
            _end.TrySetResult();
        }

        return Task.CompletedTask;
    }
}
