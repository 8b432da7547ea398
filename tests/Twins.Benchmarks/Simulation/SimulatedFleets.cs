using Twins.Simulator;
using Twins.Testing.Time;

namespace Twins.Benchmarks.Simulation;

/// <summary>What a simulated device costs when there are thousands in one process.</summary>
internal sealed class SimulatedFleets : IBenchmark
{
    private const int Devices = 2_000;

    public string Name => "simulator-fleet";

    public string About => "thousands of served devices, each with its own listener: start, memory, one step of all";

    public async Task RunAsync(Report report)
    {
        var prototype = DescribedCatalog.Load().FindSite("stuttgart-dc")!.FindDevice("ess-1")!;
        var fleet = SimulatedSites.Fleet(prototype, Devices);
        var clock = new ManualTimeProvider();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var begin = TimeProvider.System.GetTimestamp();
        await using var simulator = await SiteSimulator.StartAsync(fleet, null, clock);
        report.Figure($"{Devices} devices: start", TimeProvider.System.GetElapsedTime(begin).TotalMilliseconds, "ms");
        report.Figure("memory", (GC.GetTotalMemory(forceFullCollection: true) - before) / (double)Devices, "B each");

        var rate = await Rate.MeasureAsync(() =>
        {
            clock.Advance(new SimulatorOptions().Step);
            return Task.FromResult(1L);
        });
        report.Figure("one step of all", 1_000 / rate.PerSecond, "ms");
        report.Yardstick("time between two steps", new SimulatorOptions().Step.TotalMilliseconds, "ms");
        GC.KeepAlive(fleet);
    }
}
