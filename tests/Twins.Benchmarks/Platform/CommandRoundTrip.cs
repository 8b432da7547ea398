using System.Diagnostics;
using System.Globalization;
using System.Text;
using Twins.Testing.Platform;

namespace Twins.Benchmarks.Platform;

/// <summary>Setpoints through the HTTP API to simulated Modbus TCP devices, each verified by its read-back and stored durably.</summary>
internal sealed class CommandRoundTrip : IBenchmark
{
    private const int OneByOne = 300;
    private const int ForEach = 150;

    private static readonly string[] Setpoints =
    [
        "industrial/bess-1/setpoints/powerSetpoint",
        "stuttgart-dc/ess-1/setpoints/powerSetpoint",
        "building/interlink-1/setpoints/powerSetpoint",
    ];

    public string Name => "command-round-trip";

    public string About => "setpoint by HTTP, written by Modbus TCP, verified by read-back; all in one process on the same cores";

    public async Task RunAsync(Report report)
    {
        var data = Directory.CreateTempSubdirectory("twins-bench");
        await using (var host = await HostProcess.StartAsync(data.FullName))
        {
            await MeasureAsync(host, Setpoints[0], 50);
            var probe = await MeasureReadsAsync(host);
            var single = await MeasureAsync(host, Setpoints[0], OneByOne);
            report.Yardstick("GET of a health page, p50", Percentile(probe, 0.50), "ms");
            report.Figure("one caller, p50", Percentile(single, 0.50), "ms");
            report.Figure("one caller, p99", Percentile(single, 0.99), "ms", "< 50 ms");

            var began = Stopwatch.GetTimestamp();
            var many = (await Task.WhenAll(Setpoints.Select(setpoint => MeasureAsync(host, setpoint, ForEach)))).SelectMany(each => each).ToList();
            var elapsed = Stopwatch.GetElapsedTime(began).TotalSeconds;
            report.Figure($"{Setpoints.Length} devices at once, p99", Percentile(many, 0.99), "ms", "< 50 ms");
            report.Figure($"{Setpoints.Length} devices at once", many.Count / elapsed, "commands/s");
        }

        data.Delete(recursive: true);
    }

    private static async Task<List<double>> MeasureAsync(HostProcess host, string setpoint, int count)
    {
        var times = new List<double>(count);
        for (var number = 0; number < count; number++)
        {
            var watts = 1000 + (number % 10 * 100);
            using var body = new StringContent(
                string.Create(CultureInfo.InvariantCulture, $$"""{"value": {{watts}}, "unit": "W"}"""), Encoding.UTF8, "application/json");
            var began = Stopwatch.GetTimestamp();
            var text = await PutAsync(host, setpoint, body);
            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            if (!text.Contains("\"state\":\"verified\"", StringComparison.Ordinal))
            {
                throw new InvalidOperationException($"Command {number} to {setpoint} was not verified: {text}");
            }
        }

        return times;
    }

    private static async Task<string> PutAsync(HostProcess host, string setpoint, HttpContent body)
    {
        try
        {
            using var answer = await host.Client.PutAsync(new Uri($"/api/v1/devices/{setpoint}", UriKind.Relative), body);
            return await answer.Content.ReadAsStringAsync();
        }
        catch (HttpRequestException fault)
        {
            throw new InvalidOperationException($"The host answered nothing to {setpoint}. It printed:\n{host.Output}", fault);
        }
    }

    private static async Task<List<double>> MeasureReadsAsync(HostProcess host)
    {
        var times = new List<double>(OneByOne);
        for (var number = 0; number < OneByOne; number++)
        {
            var began = Stopwatch.GetTimestamp();
            await host.Client.GetStringAsync(new Uri("/health/live", UriKind.Relative));
            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        return times;
    }

    private static double Percentile(List<double> values, double share) => values.Order().ElementAt((int)(values.Count * share));
}
