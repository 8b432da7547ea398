using Twins.Sites;
using Twins.Simulator;
using Twins.Testing.Time;

namespace Twins.Benchmarks.Simulation;

/// <summary>How fast simulated sites are stepped, beside the speed at which they have to be.</summary>
internal sealed class SimulatorSteps : IBenchmark
{
    private const int StepsAtOnce = 5_000;

    public string Name => "simulator-steps";

    public string About => "steps of the described sites";

    public async Task RunAsync(Report report)
    {
        foreach (var site in DescribedCatalog.Load().Sites)
        {
            var rate = await MeasureAsync(site);
            report.Figure($"{site.Description.Key}: steps", rate.PerSecond, "1/s");
            report.Figure($"{site.Description.Key}: allocated", rate.BytesEach, "B each");
        }

        report.Yardstick("steps at real time", TimeSpan.FromSeconds(1) / new SimulatorOptions().Step, "1/s");
    }

    private static async Task<Rate> MeasureAsync(SiteConfiguration site)
    {
        var clock = new ManualTimeProvider();
        await using var simulator = await SiteSimulator.StartAsync(site, null, clock);
        return await Rate.MeasureAsync(() =>
        {
            clock.Advance(StepsAtOnce * new SimulatorOptions().Step);
            return Task.FromResult((long)StepsAtOnce);
        });
    }
}
