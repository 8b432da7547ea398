using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Twins.Runtime.Tests.Support;

namespace Twins.Runtime.Tests.Metrics;

public sealed class MetricsTests
{
    private readonly ConcurrentDictionary<string, double> _values = new(StringComparer.Ordinal);

    [Fact]
    public async Task Calls_QueuesAndActivations_AreMeasured()
    {
        await using var engine = await TestEngine.StartAsync();
        using var listener = Listen(engine);
        var grain = await engine.ActiveProbeAsync("a");
        var occupied = grain.Occupy();
        var waiting = grain.Touch();

        listener.RecordObservableInstruments();

        Assert.Equal(3, _values["twins.runtime.calls"]);
        Assert.Equal(1, _values["twins.runtime.queue.length"]);
        Assert.Equal(1, _values["twins.runtime.queue.longest"]);
        Assert.Equal(1, _values["twins.runtime.activations/probe"]);
        await grain.Release();
        await Task.WhenAll(occupied, waiting);
    }

    [Fact]
    public async Task Duration_OfACall_IsMeasuredWithItsMethod()
    {
        await using var engine = await TestEngine.StartAsync();
        using var listener = Listen(engine);
        var grain = await engine.ActiveProbeAsync("a");
        var occupied = grain.Occupy();

        engine.Time.Advance(TimeSpan.FromSeconds(2));
        await grain.Release();
        await occupied;

        await Wait.UntilAsync(() => _values.ContainsKey("twins.runtime.call.duration/IProbeGrain.Occupy"), "the duration is recorded");
        Assert.InRange(_values["twins.runtime.call.duration/IProbeGrain.Occupy"], 1.9, 2.1);
    }

    [Fact]
    public async Task TimeOut_Cycle_AndRefusal_AreCounted()
    {
        await using var engine = await TestEngine.StartAsync(options => options.MaxQueuedCalls = 1);
        using var listener = Listen(engine);
        var grain = await engine.ActiveProbeAsync("a");
        var cycle = await engine.ActiveProbeAsync("b");
        var timedOut = grain.Occupy();
        var waiting = grain.Touch();
        await Assert.ThrowsAsync<LimitExceededException>(grain.Touch);
        var inCycle = cycle.CallAsync(cycle);

        engine.Time.Advance(TimeSpan.FromSeconds(5));
        await Assert.ThrowsAsync<CallCycleException>(() => inCycle.WaitAsync(Wait.Patience));
        engine.Time.Advance(TimeSpan.FromSeconds(30));

        await Assert.ThrowsAsync<TimeoutException>(() => timedOut.WaitAsync(Wait.Patience));
        await Assert.ThrowsAsync<TimeoutException>(() => waiting.WaitAsync(Wait.Patience));
        Assert.Equal(1, _values["twins.runtime.call.rejected"]);
        Assert.Equal(1, _values["twins.runtime.call.timeouts/IProbeGrain.Occupy"]);
        Assert.Equal(1, _values["twins.runtime.call.cycles"]);
    }

    private MeterListener Listen(TestEngine engine)
    {
        var factory = engine.Services.GetRequiredService<IMeterFactory>();
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Name == "Twins.Runtime" && ReferenceEquals(instrument.Meter.Scope, factory))
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Record(instrument, value, tags));
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Record(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Record(instrument, value, tags));
        listener.Start();
        return listener;
    }

    private void Record(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var name = tags.Length == 0 ? instrument.Name : $"{instrument.Name}/{tags[0].Value}";
        var adds = instrument is Counter<long>;
        _values.AddOrUpdate(name, value, (_, before) => adds ? before + value : value);
    }
}
