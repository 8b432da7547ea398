using System.Globalization;
using System.Runtime.CompilerServices;
using Twins.Benchmarks.Grains.Engine;
using Twins.Benchmarks.Simulation;
using Twins.Devices;
using Twins.Readings;
using Twins.Sites;

namespace Twins.Benchmarks.Grains;

/// <summary>What a twin costs that was read once and is idle: its activation in Orleans, its readings, and its share of the site's feed.</summary>
internal sealed class TwinMemory : IBenchmark
{
    private const int Twins = 20_000;

    public string Name => "twin-memory";

    public string About => string.Create(CultureInfo.InvariantCulture, $"memory of {Twins:N0} idle twins");

    public async Task RunAsync(Report report)
    {
        SiteConfiguration site = Fleets.Meters(Twins);
        SiteConfiguration warmUp = DescribedCatalog.Load().FindSite("industrial")!;
        await using GrainsHost host = await GrainsHost.StartAsync([site, warmUp]);

        // What the first twin of all brings along: code, pools, the stream.
        await WakeAsync(host, warmUp);
        long before = GC.GetTotalMemory(forceFullCollection: true);
        await WakeAsync(host, site);
        long after = GC.GetTotalMemory(forceFullCollection: true);

        report.Note(string.Create(CultureInfo.InvariantCulture, $"{site.Devices[0].Points.Count} points each, ten of them read once"));
        report.Figure("a twin, Orleans and its share of the feed included", (after - before) / (double)Twins, "B", "≤ 8,000 with 27 points");
        report.Figure("all twins", (after - before) / 1e6, "MB");
        report.Yardstick("the readings alone, as structs", site.Devices[0].Points.Count * Unsafe.SizeOf<Reading>(), "B");
        GC.KeepAlive(site);
    }

    private static async Task WakeAsync(GrainsHost host, SiteConfiguration site)
    {
        foreach (TwinDefinition device in site.Devices)
        {
            IDeviceTwin twin = host.Grains.GetGrain<IDeviceTwin>(device.Key.ToString());
            await twin.StartAsync();
            if (device.Description.Key == site.Devices[0].Description.Key)
            {
                await twin.ApplyAsync(Fleets.Batch(device, 1));
            }
        }

        // By now the feed has read what it had missed.
        await host.Grains.GetGrain<ISiteFeed>(site.Description.Key).GetOverviewAsync();
    }
}
