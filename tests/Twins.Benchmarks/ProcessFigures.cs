using System.Diagnostics;
using System.Globalization;

namespace Twins.Benchmarks;

/// <summary>What another process takes of the machine.</summary>
internal readonly struct ProcessFigures(int id)
{
    /// <summary>Its processor time since its start, all threads together.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            using var process = Process.GetProcessById(id);
            return process.TotalProcessorTime;
        }
    }

    /// <summary>A figure of the kernel's such as VmRSS or VmHWM, in MB (proc(5), /proc/pid/status, which counts in kB).</summary>
    public double ReadMegabytes(string field)
    {
        var line = File.ReadLines(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/status"))
            .First(line => line.StartsWith(field + ":", StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
    }

    /// <summary>How much of one core it takes on average over a while, in percent.</summary>
    public async Task<double> MeasureCoreAsync(TimeSpan duration)
    {
        var (start, before) = (TimeProvider.System.GetTimestamp(), ProcessorTime);
        await Task.Delay(duration, TimeProvider.System);
        return (ProcessorTime - before) / TimeProvider.System.GetElapsedTime(start) * 100;
    }
}
