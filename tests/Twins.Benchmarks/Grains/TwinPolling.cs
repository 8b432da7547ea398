using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Net;
using Twins.Benchmarks.Grains.Engine;
using Twins.Connections;
using Twins.Devices;
using Twins.Sites;
using Twins.Simulator;

namespace Twins.Benchmarks.Grains;

/// <summary>Devices polled at 1 Hz through adapters into twins, with connections among them that accept and never answer.</summary>
internal sealed class TwinPolling : IBenchmark
{
    private const int Live = 2_000;
    private const int Dead = 20;
    private const int Seconds = 10;

    public string Name => "twin-polling";

    public string About => string.Create(CultureInfo.InvariantCulture, $"{Live:N0} simulated devices at 1 Hz through adapters and twins, beside {Dead} dead ones");

    public async Task RunAsync(Report report)
    {
        SiteConfiguration site = Fleets.Batteries(Live + Dead);
        using var dead = new TcpListener(IPAddress.Loopback, 0);
        dead.Start(backlog: Dead * 4);
        await using SiteSimulator simulator = await SiteSimulator.StartAsync(site, new SimulatorOptions { Step = TimeSpan.FromSeconds(1) }, TimeProvider.System);
        await using GrainsHost host = await GrainsHost.StartAsync(site, new Fleets.Served(WithDead(site, simulator, dead)));
        using var process = Process.GetCurrentProcess();

        long begin = TimeProvider.System.GetTimestamp();
        await host.Grains.GetGrain<ISite>(site.Description.Key).StartAsync();
        report.Figure("start of the site", TimeProvider.System.GetElapsedTime(begin).TotalMilliseconds, "ms");
        await Task.Delay(TimeSpan.FromSeconds(3), TimeProvider.System);
        TimeSpan cpu = process.TotalProcessorTime;
        List<double> ages = [];
        int late = 0;
        for (int second = 0; second < Seconds; second++)
        {
            await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System);
            late += await LookAsync(host, site, ages);
        }

        process.Refresh();
        ages.Sort();
        report.Figure("looks at live devices", ages.Count, "looks", (Live * Seconds).ToString("N0", CultureInfo.InvariantCulture));
        report.Figure("  value older than two periods", late, "looks", "0");
        report.Figure("  age of the value, median", ages[ages.Count / 2], "ms");
        report.Figure("  age of the value, worst", ages[^1], "ms", "< 2,000");
        report.Figure("processor time, simulators included", (process.TotalProcessorTime - cpu).TotalSeconds / Seconds, "s/s");
        ConnectionStatus status = await host.Grains.GetGrain<IAdapter>($"fleet/connection-{Live + 1}").GetStatusAsync();
        report.Note($"a dead connection says: {status.State}, {status.Failures} failures of {status.Requests} requests");
    }

    private static ImmutableDictionary<string, IPEndPoint> WithDead(SiteConfiguration site, SiteSimulator simulator, TcpListener dead) =>
        site.Description.Connections
            .Select((connection, index) => KeyValuePair.Create(
                connection.Key, index < Live ? simulator.Endpoints[connection.Key] : (IPEndPoint)dead.LocalEndpoint))
            .ToImmutableDictionary(StringComparer.Ordinal);

    private static async Task<int> LookAsync(GrainsHost host, SiteConfiguration site, List<double> ages)
    {
        int late = 0;
        foreach (TwinDefinition device in site.Devices.Take(Live))
        {
            DeviceSnapshot snapshot = await host.Grains.GetGrain<IDeviceTwin>(device.Key.ToString()).GetSnapshotAsync();
            Timestamp latest = snapshot.Readings.Max(reading => reading.Time);
            double age = (snapshot.TakenAt - latest).TotalMilliseconds;
            ages.Add(age);
            late += age > 2_000 ? 1 : 0;
        }

        return late;
    }
}
