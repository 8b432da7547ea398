using System.Diagnostics.Metrics;
using Twins.Runtime.CodeGeneration;

namespace Twins.Runtime.Metrics;

/// <summary>What the engine says of itself. Costs are paid only while somebody listens, but for the count of calls.</summary>
internal sealed class RuntimeMetrics : IDisposable
{
    internal const string MeterName = "Twins.Runtime";

    private readonly Meter meter;
    private readonly TimeProvider time;
    private readonly StripedCounter calls = new();
    private readonly Histogram<double> duration;
    private readonly Counter<long> timeouts;
    private readonly Counter<long> rejected;
    private readonly Counter<long> lost;
    private readonly Counter<long> cycles;
    private readonly Counter<long> droppedEvents;
    private readonly Counter<long> failedEvents;

    public RuntimeMetrics(IMeterFactory factory, TimeProvider time)
    {
        this.time = time;
        meter = factory.Create(MeterName);
        meter.CreateObservableCounter("twins.runtime.calls", () => calls.Total, "{call}", "Grain calls made");
        duration = meter.CreateHistogram<double>("twins.runtime.call.duration", "s", "From a call to its answer, waiting included");
        timeouts = meter.CreateCounter<long>("twins.runtime.call.timeouts", "{call}", "Calls whose answer came too late or never");
        rejected = meter.CreateCounter<long>("twins.runtime.call.rejected", "{call}", "Calls refused by a full mailbox");
        lost = meter.CreateCounter<long>("twins.runtime.call.lost", "{call}", "One-way calls that failed");
        cycles = meter.CreateCounter<long>("twins.runtime.call.cycles", "{cycle}", "Calls that waited for themselves");
        droppedEvents = meter.CreateCounter<long>("twins.runtime.stream.dropped", "{event}", "Stream events that no handler took");
        failedEvents = meter.CreateCounter<long>("twins.runtime.stream.failed", "{event}", "Stream events whose handler failed");
    }

    /// <summary>Grain calls made so far.</summary>
    internal long Calls => calls.Total;

    internal bool MeasuresDuration => duration.Enabled;

    public void Dispose() => meter.Dispose();

    internal void CountCall() => calls.Increment();

    internal void TimedOut(GrainMethod method) => timeouts.Add(1, Tag(method));

    internal void Rejected() => rejected.Add(1);

    internal void Lost(GrainMethod method) => lost.Add(1, Tag(method));

    internal void FoundCycle() => cycles.Add(1);

    internal void DroppedEvent() => droppedEvents.Add(1);

    internal void FailedEvent() => failedEvents.Add(1);

    internal Task Measure(GrainMethod method, Task call)
    {
        var started = time.GetTimestamp();
        if (call.IsCompleted)
        {
            Record(method, started);
        }
        else
        {
            call.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(() => Record(method, started));
        }

        return call;
    }

    internal void ObserveQueues(Func<long> waiting, Func<int> longest)
    {
        meter.CreateObservableUpDownCounter("twins.runtime.queue.length", waiting, "{call}", "Calls waiting in all mailboxes");
        meter.CreateObservableGauge("twins.runtime.queue.longest", longest, "{call}", "Calls waiting in the longest mailbox");
    }

    internal void ObserveActivations(Func<IEnumerable<Measurement<int>>> activations) =>
        meter.CreateObservableUpDownCounter("twins.runtime.activations", activations, "{grain}", "Grains in memory");

    private static KeyValuePair<string, object?> Tag(GrainMethod method) => new("method", method.ToString());

    private void Record(GrainMethod method, long started) => duration.Record(time.GetElapsedTime(started).TotalSeconds, Tag(method));
}
