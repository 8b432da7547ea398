using System.Globalization;
using Twins.Benchmarks.Grains.Engine;
using Twins.Devices;
using Twins.Sites;

namespace Twins.Benchmarks.Grains;

/// <summary>What a twin costs that was read once and is idle.</summary>
internal sealed class TwinMemory : IBenchmark
{
    private const int Twins = 100_000;

    public string Name => "twin-memory";

    public string About => string.Create(CultureInfo.InvariantCulture, $"memory of {Twins:N0} idle twins");

    public async Task RunAsync(Report report)
    {
        SiteConfiguration site = Fleets.Meters(Twins);
        await using GrainsHost host = await GrainsHost.StartAsync(site);
        await WakeAsync(host, site.Devices[0]);

        long before = GC.GetTotalMemory(forceFullCollection: true);
        foreach (TwinDefinition device in site.Devices)
        {
            await WakeAsync(host, device);
        }

        long after = GC.GetTotalMemory(forceFullCollection: true);
        report.Note(string.Create(CultureInfo.InvariantCulture, $"{site.Devices[0].Points.Count} points each, all read once"));
        report.Figure("a twin, engine included", (after - before) / (double)Twins, "B", "< 3,000 with 20 points");
        report.Figure("all twins", (after - before) / 1e6, "MB", "< 1,000");
        report.Yardstick("the readings alone, as structs", site.Devices[0].Points.Count * System.Runtime.CompilerServices.Unsafe.SizeOf<Model.Readings.Reading>(), "B");
        GC.KeepAlive(site);
    }

    private static async Task WakeAsync(GrainsHost host, TwinDefinition device)
    {
        IDeviceTwin twin = host.Grains.GetGrain<IDeviceTwin>(device.Key.ToString());
        await twin.StartAsync();
        await twin.ApplyAsync(Fleets.Batch(device, 1));
    }
}
