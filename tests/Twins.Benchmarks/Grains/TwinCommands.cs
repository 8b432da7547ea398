using Twins.Benchmarks.Grains.Engine;
using Twins.Devices;
using Twins.Sites;
using Twins.Commands;
using Twins.Points;
using Twins.Simulator;
using Twins.Storage.Blobs;
using Twins.Storage.Directories;

namespace Twins.Benchmarks.Grains;

/// <summary>A setpoint from the call to the twin until it is verified by read-back from a simulated device; stored durably before it is sent.</summary>
internal sealed class TwinCommands : IBenchmark
{
    private const int Devices = 100;
    private const int PacedPerSecond = 200;

    public string Name => "twin-commands";

    public string About => "command round trip, validated, stored, written over Modbus TCP and read back";

    public async Task RunAsync(Report report)
    {
        string folder = Directory.CreateTempSubdirectory("twins-commands-").FullName;
        using (var blobs = new DirectoryBlobStore(new() { Folder = folder }))
        {
            await MeasureAsync(report, "desired state on disk", blobs, commands: 10_000);
        }

        Directory.Delete(folder, recursive: true);
        await MeasureAsync(report, "desired state in memory", blobs: null, commands: 20_000);
    }

    private static async Task MeasureAsync(Report report, string what, IBlobStore? blobs, int commands)
    {
        SiteConfiguration site = Fleets.Batteries(Devices, perConnection: 10);
        await using SiteSimulator simulator = await SiteSimulator.StartAsync(site, null, TimeProvider.System);
        await using GrainsHost host = await GrainsHost.StartAsync(site, new Fleets.Served(simulator.Endpoints), blobs);
        await host.Grains.GetGrain<ISite>(site.Description.Key).StartAsync();
        IDeviceTwin[] twins = [.. site.Devices.Select(device => host.Grains.GetGrain<IDeviceTwin>(device.Key.ToString()))];
        await Task.Delay(TimeSpan.FromSeconds(2), TimeProvider.System);
        await RunAllAsync(twins, commands / 10);

        report.Note($"{what}:");
        long begin = TimeProvider.System.GetTimestamp();
        double[] times = await RunAllAsync(twins, commands);
        report.Figure($"  {Devices} devices at once", times.Length / TimeProvider.System.GetElapsedTime(begin).TotalSeconds, "commands/s", "1,000");
        report.Figure("  lost or not verified", commands - times.Length, "commands", "0");
        report.Figure("  round trip under that load, median", Percentile(times, 0.5), "ms");
        report.Figure("  round trip under that load, 99 %", Percentile(times, 0.99), "ms");

        double[] paced = await RunPacedAsync(twins);
        report.Figure($"  at {PacedPerSecond} commands/s, median", Percentile(paced, 0.5), "ms");
        report.Figure($"  at {PacedPerSecond} commands/s, 99 %", Percentile(paced, 0.99), "ms", "< 50");
    }

    private static async Task<double[]> RunAllAsync(IDeviceTwin[] twins, int commands)
    {
        double[][] times = await Task.WhenAll(twins.Select(twin => Task.Run(async () =>
        {
            List<double> verified = [];
            for (int number = 0; number < commands / twins.Length; number++)
            {
                if (await CommandAsync(twin, number) is { } time)
                {
                    verified.Add(time);
                }
            }

            return verified.ToArray();
        })));
        return [.. times.SelectMany(each => each)];
    }

    private static async Task<double[]> RunPacedAsync(IDeviceTwin[] twins)
    {
        List<Task<double?>> under = [];
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        for (int tick = 0; tick < 60; tick++)
        {
            await timer.WaitForNextTickAsync();
            for (int command = 0; command < PacedPerSecond / 20; command++)
            {
                under.Add(CommandAsync(twins[((tick * 10) + command) % twins.Length], tick));
            }
        }

        return [.. (await Task.WhenAll(under)).OfType<double>()];
    }

    private static async Task<double?> CommandAsync(IDeviceTwin twin, int number)
    {
        long begin = TimeProvider.System.GetTimestamp();
        Command outcome = await twin.SetAsync(new SetpointRequest(
            Guid.CreateVersion7(),
            "powerSetpoint",
            PointValue.FromNumber((number % 400 - 200) * 100),
            TimeSpan.FromMinutes(5),
            CommandOrigin.EnergyManagement,
            "benchmark",
            Timestamp.Now(TimeProvider.System)));
        return outcome.State == CommandState.Verified ? TimeProvider.System.GetElapsedTime(begin).TotalMilliseconds : null;
    }

    private static double Percentile(double[] times, double fraction)
    {
        Array.Sort(times);
        return times.Length == 0 ? double.NaN : times[(int)Math.Ceiling(fraction * times.Length) - 1];
    }
}
