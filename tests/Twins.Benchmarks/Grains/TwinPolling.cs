using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Twins.Benchmarks.Grains.Engine;
using Twins.Benchmarks.Modbus;
using Twins.Connections;
using Twins.Devices;
using Twins.Simulator;
using Twins.Sites;

namespace Twins.Benchmarks.Grains;

/// <summary>Devices polled at 1 Hz through adapters into twins, with connections among them that accept and never answer.</summary>
internal sealed class TwinPolling : IBenchmark
{
    private const int Live = 2_000;
    private const int Dead = 20;
    private const int Seconds = 10;
    private const double MaxAgeMs = 2_000;

    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(5);

    public string Name => "twin-polling";

    public string About => string.Create(
        CultureInfo.InvariantCulture, $"{Live:N0} simulated devices at 1 Hz through adapters and twins, beside {Dead} dead ones; and the same by bare masters");

    public async Task RunAsync(Report report)
    {
        await MeasureTwinsAsync(report);
        PolledDevices bare = await PolledDevices.PollAsync(Live, Dead, Seconds);
        report.Yardstick("bare masters and servers, 10 registers: processor", bare.Cores, "cores");
        report.Yardstick("  answered later than a period", bare.Live.LaterThan(Second), "polls");
    }

    private static async Task MeasureTwinsAsync(Report report)
    {
        SiteConfiguration site = Fleets.Batteries(Live + Dead);
        using var dead = new TcpListener(IPAddress.Loopback, 0);
        dead.Start(backlog: Dead * 4);
        await using SiteSimulator simulator = await SiteSimulator.StartAsync(site, new SimulatorOptions { Step = Second }, TimeProvider.System);
        await using GrainsHost host = await GrainsHost.StartAsync([site], new Fleets.Served(WithDead(site, simulator, dead)));
        using var process = Process.GetCurrentProcess();

        long begin = TimeProvider.System.GetTimestamp();
        ISite grain = await host.StartSiteAsync(site.Description.Key);
        report.Figure("start of the site", TimeProvider.System.GetElapsedTime(begin).TotalMilliseconds, "ms");
        await Task.Delay(Settling, TimeProvider.System);
        long missed = Missed(await grain.GetOverviewAsync());
        process.Refresh();
        (begin, TimeSpan before) = (TimeProvider.System.GetTimestamp(), process.TotalProcessorTime);
        List<double> ages = [], overviews = [];
        int read = 0;
        for (int second = 0; second < Seconds; second++)
        {
            await Task.Delay(Second, TimeProvider.System);
            read += await LookAsync(host, site, ages);
            long asked = TimeProvider.System.GetTimestamp();
            await grain.GetOverviewAsync();
            overviews.Add(TimeProvider.System.GetElapsedTime(asked).TotalMilliseconds);
        }

        process.Refresh();
        double cores = (process.TotalProcessorTime - before) / TimeProvider.System.GetElapsedTime(begin);
        missed = Missed(await grain.GetOverviewAsync()) - missed;
        ages.Sort();
        report.Figure("looks at live devices that had a value", read, "looks", (Live * Seconds).ToString("N0", CultureInfo.InvariantCulture));
        report.Figure("  value older than two periods", ages.Count(age => age > MaxAgeMs), "looks", "0");
        report.Figure("  age of the value, median", ages[ages.Count / 2], "ms");
        report.Figure("  age of the value, worst", ages[^1], "ms", "< 2,000 ms");
        report.Figure("polls left out because the one before was not done", missed, "polls", "0");
        report.Figure("processor, simulators included", cores, "cores", "≤ 1.3");
        report.Figure("overview of the site meanwhile, worst", overviews.Max(), "ms", "< 200 ms");
        ConnectionStatus status = await host.Grains.GetGrain<IAdapter>($"fleet/connection-{Live + 1}").GetStatusAsync();
        report.Note($"a dead connection says: {status.State}, {status.Failures} failures of {status.Requests} requests");
    }

    // Those of the dead are none of ours: a poll that waits for its time-out takes the place of the next.
    private static long Missed(SiteOverview overview) => overview.Connections.Take(Live).Sum(connection => connection.MissedPolls);

    private static ImmutableDictionary<string, IPEndPoint> WithDead(SiteConfiguration site, SiteSimulator simulator, TcpListener dead) =>
        site.Description.Connections
            .Select((connection, index) => KeyValuePair.Create(
                connection.Key, index < Live ? simulator.Endpoints[connection.Key] : (IPEndPoint)dead.LocalEndpoint))
            .ToImmutableDictionary(StringComparer.Ordinal);

    /// <summary>Looks at each live device once; returns how many have a value at all.</summary>
    private static async Task<int> LookAsync(GrainsHost host, SiteConfiguration site, List<double> ages)
    {
        int read = 0;
        foreach (TwinDefinition device in site.Devices.Take(Live))
        {
            DeviceSnapshot snapshot = await host.Grains.GetGrain<IDeviceTwin>(device.Key.ToString()).GetSnapshotAsync();
            Timestamp latest = snapshot.Readings.Max(reading => reading.Time);
            if (latest == default)
            {
                continue;
            }

            ages.Add((snapshot.TakenAt - latest).TotalMilliseconds);
            read++;
        }

        return read;
    }
}
