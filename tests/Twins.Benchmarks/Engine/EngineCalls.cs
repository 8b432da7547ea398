using System.Threading.Channels;

namespace Twins.Benchmarks.Engine;

/// <summary>Awaited grain calls within the process.</summary>
internal sealed class EngineCalls : IBenchmark
{
    private const int Grains = 10_000;
    private const int Callers = 100;
    private const int CallsPerCaller = 30_000;
    private const int CallsOfOne = 2_000_000;

    public string Name => "engine-calls";

    public string About => "grain calls per second: 100 callers over 10,000 grains, one caller, grains that await";

    public async Task RunAsync(Report report)
    {
        await using var engine = await EngineHost.StartAsync();
        var grains = Enumerable.Range(0, Grains)
            .Select(index => engine.Client.GetGrain<IAccumulatorGrain>($"site/device-{index}"))
            .ToArray();
        await Task.WhenAll(grains.Select(grain => grain.Add(1)));

        var many = await Rate.MeasureAsync(() => ManyCallersAsync(caller => CallAllAsync(grains, caller)));
        report.Figure($"{Callers} callers over {Grains:N0} grains", many.PerSecond, "calls/s", "1,400,000");
        report.Figure("  allocated, the result included", many.BytesEach, "B/call", "200");

        var one = await Rate.MeasureAsync(() => Task.Run(() => CallOneAsync(grains[0])));
        report.Figure("one caller, one grain", one.PerSecond, "calls/s", "700,000");
        report.Figure("  allocated, the result included", one.BytesEach, "B/call", "200");

        var yielding = await Rate.MeasureAsync(() => ManyCallersAsync(caller => YieldAsync(grains, caller)));
        report.Figure($"{Callers} callers, each call awaits in the grain", yielding.PerSecond, "calls/s");
        report.Figure("  allocated", yielding.BytesEach, "B/call");

        report.Yardstick("direct asynchronous call", (await Rate.MeasureAsync(() => Task.Run(DirectAsync))).PerSecond, "calls/s");
        report.Yardstick("there and back through channels", (await Rate.MeasureAsync(HopAsync)).PerSecond, "calls/s");
    }

    private static async Task<long> ManyCallersAsync(Func<int, Task> caller)
    {
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(index => Task.Run(() => caller(index))));
        return (long)Callers * CallsPerCaller;
    }

    private static async Task CallAllAsync(IAccumulatorGrain[] grains, int caller)
    {
        var next = caller * 97;
        for (var call = 0; call < CallsPerCaller; call++)
        {
            next = (next + 7919) % grains.Length;
            await grains[next].Add(call);
        }
    }

    private static async Task YieldAsync(IAccumulatorGrain[] grains, int caller)
    {
        var next = caller * 97;
        for (var call = 0; call < CallsPerCaller; call++)
        {
            next = (next + 7919) % grains.Length;
            await grains[next].AddAfterYield(call);
        }
    }

    private static async Task<long> CallOneAsync(IAccumulatorGrain grain)
    {
        for (var call = 0; call < CallsOfOne; call++)
        {
            await grain.Add(call);
        }

        return CallsOfOne;
    }

    private static async Task<long> DirectAsync()
    {
        var target = new DirectTarget();
        for (var call = 0; call < CallsOfOne; call++)
        {
            await target.Add(call);
        }

        return CallsOfOne;
    }

    private static async Task<long> HopAsync()
    {
        const int Hops = 300_000;
        var there = Channel.CreateUnbounded<long>();
        var back = Channel.CreateUnbounded<long>();
        var echo = Task.Run(async () =>
        {
            await foreach (var item in there.Reader.ReadAllAsync())
            {
                await back.Writer.WriteAsync(item);
            }
        });
        for (var hop = 0; hop < Hops; hop++)
        {
            await there.Writer.WriteAsync(hop);
            await back.Reader.ReadAsync();
        }

        there.Writer.Complete();
        await echo;
        return Hops;
    }

    private sealed class DirectTarget
    {
        private long _value;

        public Task<long> Add(long amount) => Task.FromResult(_value += amount);
    }
}
