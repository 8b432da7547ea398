using System.Globalization;

namespace Twins.Benchmarks.Modbus;

/// <summary>Devices polled at 1 Hz from one process by bare masters.</summary>
internal sealed class ModbusPolling : IBenchmark
{
    private const int Live = 2_000;
    private const int Dead = 20;
    private const int Seconds = 10;

    public string Name => "modbus-polling";

    public string About => string.Create(
        CultureInfo.InvariantCulture, $"{Live:N0} devices polled at 1 Hz by bare masters beside {Dead} that accept and never answer");

    public async Task RunAsync(Report report)
    {
        var (polls, silent, cores) = await PolledDevices.PollAsync(Live, Dead, Seconds);
        report.Figure(
            "polls answered by live devices", polls.Answered, "polls", (Live * Seconds).ToString("N0", CultureInfo.InvariantCulture));
        report.Figure("  failed", polls.Failed, "polls", "0");
        report.Figure("  answered later than a period after they were due", polls.LaterThan(TimeSpan.FromSeconds(1)), "polls", "0");
        report.Figure("  from due to answered, median", polls.Percentile(0.5).TotalMilliseconds, "ms");
        report.Figure("  from due to answered, 99 %", polls.Percentile(0.99).TotalMilliseconds, "ms");
        report.Figure("  from due to answered, worst", polls.Percentile(1).TotalMilliseconds, "ms");
        report.Figure("polls of dead devices that failed", silent.Failed, "polls");
        report.Figure("processor, masters and servers", cores, "cores");
    }
}
