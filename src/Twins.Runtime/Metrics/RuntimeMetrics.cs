using System.Diagnostics.Metrics;
using Twins.Runtime.CodeGeneration;

namespace Twins.Runtime.Metrics;

/// <summary>What the engine says of itself. Costs are paid only while somebody listens, but for the count of calls.</summary>
internal sealed class RuntimeMetrics : IDisposable
{
    internal const string MeterName = "Twins.Runtime";

    private readonly Meter _meter;
    private readonly TimeProvider _time;
    private readonly StripedCounter _calls = new();
    private readonly Histogram<double> _duration;
    private readonly Counter<long> _timeouts;
    private readonly Counter<long> _rejected;
    private readonly Counter<long> _lost;
    private readonly Counter<long> _cycles;
    private readonly Counter<long> _droppedEvents;
    private readonly Counter<long> _failedEvents;

    public RuntimeMetrics(IMeterFactory factory, TimeProvider time)
    {
        _time = time;
        _meter = factory.Create(MeterName);
        _meter.CreateObservableCounter("twins.runtime.calls", () => _calls.Total, "{call}", "Grain calls made");
        _duration = _meter.CreateHistogram<double>("twins.runtime.call.duration", "s", "From a call to its answer, waiting included");
        _timeouts = _meter.CreateCounter<long>("twins.runtime.call.timeouts", "{call}", "Calls whose answer came too late or never");
        _rejected = _meter.CreateCounter<long>("twins.runtime.call.rejected", "{call}", "Calls refused by a full mailbox");
        _lost = _meter.CreateCounter<long>("twins.runtime.call.lost", "{call}", "One-way calls that failed");
        _cycles = _meter.CreateCounter<long>("twins.runtime.call.cycles", "{cycle}", "Calls that waited for themselves");
        _droppedEvents = _meter.CreateCounter<long>("twins.runtime.stream.dropped", "{event}", "Stream events that no handler took");
        _failedEvents = _meter.CreateCounter<long>("twins.runtime.stream.failed", "{event}", "Stream events whose handler failed");
    }

    /// <summary>Grain calls made so far.</summary>
    internal long Calls => _calls.Total;

    internal bool MeasuresDuration => _duration.Enabled;

    public void Dispose() => _meter.Dispose();

    internal void CountCall() => _calls.Increment();

    internal void TimedOut(GrainMethod method) => _timeouts.Add(1, Tag(method));

    internal void Rejected() => _rejected.Add(1);

    internal void Lost(GrainMethod method) => _lost.Add(1, Tag(method));

    internal void FoundCycle() => _cycles.Add(1);

    internal void DroppedEvent() => _droppedEvents.Add(1);

    internal void FailedEvent() => _failedEvents.Add(1);

    internal Task Measure(GrainMethod method, Task call)
    {
        var started = _time.GetTimestamp();
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
        _meter.CreateObservableUpDownCounter("twins.runtime.queue.length", waiting, "{call}", "Calls waiting in all mailboxes");
        _meter.CreateObservableGauge("twins.runtime.queue.longest", longest, "{call}", "Calls waiting in the longest mailbox");
    }

    internal void ObserveActivations(Func<IEnumerable<Measurement<int>>> activations) =>
        _meter.CreateObservableUpDownCounter("twins.runtime.activations", activations, "{grain}", "Grains in memory");

    private static KeyValuePair<string, object?> Tag(GrainMethod method) => new("method", method.ToString());

    private void Record(GrainMethod method, long started) => _duration.Record(_time.GetElapsedTime(started).TotalSeconds, Tag(method));
}
