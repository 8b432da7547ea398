using Twins.Testing.Platform;

namespace Twins.Benchmarks.Platform;

/// <summary>What the whole platform takes of a gateway when nothing is asked of it: memory and processor.</summary>
internal sealed class HostMemory : IBenchmark
{
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(20);

    public string Name => "host-memory";

    public string About => $"resident memory and idle processor time of the host process, {Settling.TotalSeconds} s after its start: without sites, and with the simulated demonstrators";

    public async Task RunAsync(Report report)
    {
        var empty = Directory.CreateTempSubdirectory("twins-bench");
        foreach (var kind in (string[])["types", "devices", "sites"])
        {
            empty.CreateSubdirectory(kind);
        }

        await MeasureAsync(report, "no sites", empty.FullName, "< 3 %");
        empty.Delete(recursive: true);
        await MeasureAsync(report, "three simulated sites", configFolder: null, "≤ 10 %");
        report.Note("devices simulated in the same process are included");
    }

    private static async Task MeasureAsync(Report report, string what, string? configFolder, string target)
    {
        var data = Directory.CreateTempSubdirectory("twins-bench");
        await using (var host = await HostProcess.StartAsync(data.FullName, configFolder))
        {
            var figures = new ProcessFigures(host.Id);
            report.Note($"{what}:");
            report.Figure("  resident when ready", figures.ReadMegabytes("VmRSS"), "MB");
            await Task.Delay(Settling, TimeProvider.System);
            var core = await figures.MeasureCoreAsync(Measured);
            report.Figure("  resident after settling", figures.ReadMegabytes("VmRSS"), "MB", "< 400 MB");
            report.Figure("  greatest so far", figures.ReadMegabytes("VmHWM"), "MB");
            report.Figure("  processor", core, "% of a core", target);
        }

        data.Delete(recursive: true);
    }
}
