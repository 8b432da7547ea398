using System.Globalization;
using Twins.Testing.Platform;

namespace Twins.Benchmarks.Platform;

/// <summary>What the whole platform takes of a gateway's memory.</summary>
internal sealed class HostMemory : IBenchmark
{
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(20);

    public string Name => "host-memory";

    public string About => $"resident memory of the host process with the simulated demonstrators, {Settling.TotalSeconds} s after its start";

    public async Task RunAsync(Report report)
    {
        var data = Directory.CreateTempSubdirectory("twins-bench");
        await using (var host = await HostProcess.StartAsync(data.FullName))
        {
            report.Figure("resident when ready", ReadMegabytes(host.Id, "VmRSS"), "MB");
            await Task.Delay(Settling, TimeProvider.System);
            report.Figure("resident after settling", ReadMegabytes(host.Id, "VmRSS"), "MB", "< 200 MB");
            report.Figure("greatest so far", ReadMegabytes(host.Id, "VmHWM"), "MB");
        }

        data.Delete(recursive: true);
        report.Note("devices simulated in the same process are included");
    }

    /// <summary>A figure of the kernel's, in kB (proc(5), /proc/pid/status).</summary>
    private static double ReadMegabytes(int process, string field)
    {
        var line = File.ReadLines(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/status"))
            .First(line => line.StartsWith(field + ":", StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
    }
}
