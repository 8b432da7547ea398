namespace Twins.Benchmarks.Engine;

/// <summary>What a grain costs that is in memory and does nothing.</summary>
internal sealed class EngineMemory : IBenchmark
{
    private const int Grains = 100_000;

    public string Name => "engine-memory";

    public string About => "memory per idle activation";

    public async Task RunAsync(Report report)
    {
        await using var engine = await EngineHost.StartAsync();
        await engine.Client.GetGrain<IAccumulatorGrain>("warm-up").Add(1);
        var keys = Enumerable.Range(0, Grains).Select(index => $"site/device-{index}").ToArray();

        var before = GC.GetTotalMemory(forceFullCollection: true);
        var objects = Enumerable.Range(0, Grains).Select(_ => new Shell()).ToArray();
        var shells = (GC.GetTotalMemory(forceFullCollection: true) - before) / (double)Grains;
        GC.KeepAlive(objects);
        objects = null;

        before = GC.GetTotalMemory(forceFullCollection: true);
        foreach (var key in keys)
        {
            await engine.Client.GetGrain<IAccumulatorGrain>(key).Add(1);
        }

        var each = (GC.GetTotalMemory(forceFullCollection: true) - before) / (double)Grains;
        GC.KeepAlive(keys);
        report.Figure("idle activation, the grain's own object included", each, "B", "< 600 for the engine");
        report.Yardstick("an object with one field", shells, "B");
    }

    private sealed class Shell
    {
        private long _value;

        public long Add(long amount) => _value += amount;
    }
}
