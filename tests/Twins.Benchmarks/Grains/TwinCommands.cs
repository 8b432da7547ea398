using System.Diagnostics;
using System.Globalization;
using Twins.Benchmarks.Grains.Engine;
using Twins.Commands;
using Twins.Devices;
using Twins.Points;
using Twins.Simulator;
using Twins.Sites;
using Twins.Testing.Time;

namespace Twins.Benchmarks.Grains;

/// <summary>A setpoint from the call to the twin until it is verified by read-back from a simulated device; stored durably before it is sent.</summary>
internal sealed class TwinCommands : IBenchmark
{
    private const int Devices = 100;
    private const int Commands = 3_000;
    private const int PacedPerSecond = 100;
    private const int PacedTicks = 100;

    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(50);

    public string Name => "twin-commands";

    public string About => "command round trip: validated, stored in SQLite, written over Modbus TCP and read back; beside SQLite commits";

    public async Task RunAsync(Report report)
    {
        SiteConfiguration site = Fleets.Batteries(Devices, perConnection: 10);
        await using SiteSimulator simulator = await SiteSimulator.StartAsync(site, null, TimeProvider.System);
        await using GrainsHost host = await GrainsHost.StartAsync([site], new Fleets.Served(simulator.Endpoints));
        await host.StartSiteAsync(site.Description.Key);
        IDeviceTwin[] twins = [.. site.Devices.Select(device => host.Grains.GetGrain<IDeviceTwin>(device.Key.ToString()))];
        foreach (IDeviceTwin twin in twins)
        {
            await Eventually.TrueAsync(
                async () => (await twin.GetSnapshotAsync()).Connectivity.State == Connectivity.Online, "the device is online");
        }

        await RunAllAsync(twins, Commands / 10);
        SqliteCommits commits = SqliteCommits.Measure();
        using var process = Process.GetCurrentProcess();
        (long begin, TimeSpan before) = (TimeProvider.System.GetTimestamp(), process.TotalProcessorTime);
        (double[] times, string[] others) = Sort(await RunAllAsync(twins, Commands));
        double rate = times.Length / TimeProvider.System.GetElapsedTime(begin).TotalSeconds;
        process.Refresh();
        double processor = (process.TotalProcessorTime - before).TotalMilliseconds / Commands;
        report.Figure($"{Devices} devices at once", rate, "commands/s", "1,000");
        report.Yardstick("SQLite commits of one row, one after the other", commits.PerSecond, "commits/s");
        report.Figure("  commands verified for each such commit", rate / commits.PerSecond, "");
        report.Figure("  processor, simulators included", processor, "ms/command");
        report.Figure("  not verified", Commands - times.Length, "commands", "0");
        foreach (string other in others.Distinct(StringComparer.Ordinal).Take(5))
        {
            report.Note($"    {other}");
        }

        report.Figure("  round trip under that load, median", Percentile(times, 0.5), "ms");
        report.Figure("  round trip under that load, 99 %", Percentile(times, 0.99), "ms");

        (double[] paced, others) = Sort(await RunPacedAsync(twins));
        report.Figure($"  at {PacedPerSecond} commands/s, median", Percentile(paced, 0.5), "ms");
        report.Figure($"  at {PacedPerSecond} commands/s, 99 %", Percentile(paced, 0.99), "ms", "< 50 ms");
        report.Figure("  not verified", others.Length, "commands", "0");
        report.Yardstick("one SQLite commit, median", commits.MedianMs, "ms");
        report.Yardstick("one SQLite commit, 99 %", commits.P99Ms, "ms");
    }

    private static async Task<List<Outcome>> RunAllAsync(IDeviceTwin[] twins, int commands) =>
        [.. (await Task.WhenAll(twins.Select(twin => Task.Run(async () =>
        {
            List<Outcome> outcomes = [];
            for (int number = 0; number < commands / twins.Length; number++)
            {
                outcomes.Add(await CommandAsync(twin, number));
            }

            return outcomes;
        })))).SelectMany(each => each)];

    private static async Task<List<Outcome>> RunPacedAsync(IDeviceTwin[] twins)
    {
        int each = (int)(PacedPerSecond * Tick.TotalSeconds);
        List<Task<Outcome>> underWay = [];
        using var timer = new PeriodicTimer(Tick, TimeProvider.System);
        for (int tick = 0; tick < PacedTicks; tick++)
        {
            await timer.WaitForNextTickAsync();
            for (int command = 0; command < each; command++)
            {
                underWay.Add(CommandAsync(twins[((tick * each) + command) % twins.Length], tick));
            }
        }

        return [.. await Task.WhenAll(underWay)];
    }

    private static async Task<Outcome> CommandAsync(IDeviceTwin twin, int number)
    {
        long begin = TimeProvider.System.GetTimestamp();
        Command command = await twin.SetAsync(new SetpointRequest(
            Guid.CreateVersion7(),
            "powerSetpoint",
            PointValue.FromNumber((number % 400 - 200) * 100),
            TimeSpan.FromMinutes(5),
            CommandOrigin.EnergyManagement,
            "benchmark",
            Timestamp.Now(TimeProvider.System)));
        return new Outcome(command, TimeProvider.System.GetElapsedTime(begin).TotalMilliseconds);
    }

    private static (double[] Times, string[] Others) Sort(List<Outcome> outcomes) => (
        [.. outcomes.Where(outcome => outcome.Command.State == CommandState.Verified).Select(outcome => outcome.Milliseconds).Order()],
        [.. outcomes.Where(outcome => outcome.Command.State != CommandState.Verified)
            .Select(outcome => string.Create(CultureInfo.InvariantCulture, $"{outcome.Command.State}: {outcome.Command.Reason}"))]);

    private static double Percentile(double[] sorted, double fraction) =>
        sorted.Length == 0 ? double.NaN : sorted[(int)Math.Ceiling(fraction * sorted.Length) - 1];

    private readonly record struct Outcome(Command Command, double Milliseconds);
}
