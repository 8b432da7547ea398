using System.Globalization;
using System.Text;
using Twins.Benchmarks.Mqtt.Load;
using Twins.Devices;
using Twins.Readings;

namespace Twins.Benchmarks.Grains;

/// <summary>Sees, in place of a subscriber, what twins have applied: from then on whoever asks the twin is shown it.</summary>
internal sealed class TwinSubscriber(LoadPlan plan) : ILoadSubscriber, IIncomingGrainCallFilter
{
    private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private int _listening;
    private int _received;

    public int Received => Volatile.Read(ref _received);

    public SequenceCheck Check { get; } = new(plan.Publishers, plan.MessagesEach);

    public Latencies Latencies { get; } = new();

    public long LastTimestamp { get; private set; }

    public Task RunAsync() => _end.Task;

    /// <summary>Publishes to every meter until each of their twins has heard something.</summary>
    public async Task WaitUntilListeningAsync()
    {
        using var connection = await RawConnection.OpenAsync(plan.Host, plan.Port, $"probe-{plan.Run}");
        while (Volatile.Read(ref _listening) != (1 << plan.Publishers) - 1)
        {
            for (int meter = 0; meter < plan.Publishers; meter++)
            {
                connection.Publish(Encoding.UTF8.GetBytes(plan.TopicOf(meter)), """{"power":-1}"""u8, 0, 0);
            }

            await connection.FlushAsync();
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }
    }

    public async Task Invoke(IIncomingGrainCallContext context)
    {
        await context.Invoke();
        if (context.MethodName == nameof(IDeviceTwin.ApplyAsync) && context.Request.GetArgument(0) is ReadingBatch batch && context.Result is ApplyResult.Applied)
        {
            OnApplied(batch);
        }
    }

    public ValueTask DisposeAsync()
    {
        _end.TrySetResult();
        return ValueTask.CompletedTask;
    }

    private void OnApplied(ReadingBatch batch)
    {
        int meter = int.Parse(batch.Device.AsSpan(batch.Device.LastIndexOf('-') + 1), CultureInfo.InvariantCulture);
        Reading reading = batch.Readings[0];
        lock (_gate)
        {
            if (reading.Value.Number < 0)
            {
                _listening |= 1 << meter;
                return;
            }

            Check.Add(meter, ((int)reading.Value.Number / MeterReport.Step) - 1);
            Latencies.Add(Timestamp.Now(TimeProvider.System) - reading.Time);
            LastTimestamp = TimeProvider.System.GetTimestamp();
            Volatile.Write(ref _received, _received + 1);
            if (Check.Missing == 0)
            {
                _end.TrySetResult();
            }
        }
    }
}
