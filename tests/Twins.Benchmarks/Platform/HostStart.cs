using System.Text.Json.Nodes;
using Twins.Testing.Platform;

namespace Twins.Benchmarks.Platform;

/// <summary>Starts and stops the platform as an operator does, several times.</summary>
internal sealed class HostStart : IBenchmark
{
    private const int Starts = 3;
    private const string Battery = "/api/v1/devices/industrial/bess-1";

    public string Name => "host-start";

    public string About => $"start of the host process with the simulated demonstrators until the first live value, and its orderly end, {Starts} times";

    public async Task RunAsync(Report report)
    {
        List<double> bare = [], ready = [], live = [], stop = [];
        for (var start = 0; start < Starts; start++)
        {
            var began = TimeProvider.System.GetTimestamp();
            await HostProcess.RunAsync("--version");
            bare.Add(TimeProvider.System.GetElapsedTime(began).TotalSeconds);

            var data = Directory.CreateTempSubdirectory("twins-bench");
            await using (var host = await HostProcess.StartAsync(data.FullName))
            {
                ready.Add(host.Age.TotalSeconds);
                await host.WaitUntilAsync(() => IsLiveAsync(host), "show a live value");
                live.Add(host.Age.TotalSeconds);
                began = TimeProvider.System.GetTimestamp();
                var code = await host.StopAsync();
                stop.Add(TimeProvider.System.GetElapsedTime(began).TotalSeconds);
                if (code != 0)
                {
                    report.Note($"the host ended with exit code {code}:\n{host.Output}");
                }
            }

            data.Delete(recursive: true);
        }

        report.Yardstick("the same program printing its version, median", Median(bare), "s");
        report.Figure("process start to ready, median", Median(ready), "s");
        report.Figure("process start to first live value, median", Median(live), "s", "< 5 s");
        report.Figure("process start to first live value, slowest", live.Max(), "s", "< 5 s");
        report.Figure("SIGTERM to end, slowest", stop.Max(), "s", "< 10 s");
    }

    private static async Task<bool> IsLiveAsync(HostProcess host)
    {
        var device = JsonNode.Parse(await host.Client.GetStringAsync(new Uri(Battery, UriKind.Relative)))!;
        return device["points"]!.AsArray().Any(point => (string?)point!["quality"] == "good" && point["value"] is not null);
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
