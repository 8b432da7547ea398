using Twins.Benchmarks.Mqtt.Load;
using Twins.Protocols.Mqtt;

namespace Twins.Benchmarks.Mqtt;

/// <summary>What it costs that nothing acknowledged is lost: the same load on the hosted broker with its journal and without.</summary>
internal sealed class MqttPersistence : IBenchmark
{
    private const int Rounds = 3;
    private const int FlushedBytes = 4096;
    private const int Flushes = 50;

    public string Name => "mqtt-persistence";

    public string About => "hosted MQTT broker that keeps its sessions in a journal, beside itself without; best of 3 rounds";

    public async Task RunAsync(Report report)
    {
        await using var keeping = await BrokerProcess.StartHostedAsync(keeps: true);
        await using var forgetting = await BrokerProcess.StartHostedAsync(keeps: false);
        report.Figure("one flush of 4 KiB to this disk", FlushTime().TotalMilliseconds, "ms");
        var plan = new LoadPlan
        {
            Port = keeping.Port, Publishers = 4, MessagesEach = 10_000, Window = 1000, QualityOfService = MqttQualityOfService.AtLeastOnce, KeepSessions = true,
        };
        await CompareAsync(report, keeping, forgetting, "4 publishers → 1 kept session, QoS 1", plan);
        await CompareAsync(
            report, keeping, forgetting, "4 publishers → 1 kept session, QoS 2", plan with { QualityOfService = MqttQualityOfService.ExactlyOnce, MessagesEach = 5_000 });
    }

    private static async Task CompareAsync(Report report, BrokerProcess keeping, BrokerProcess forgetting, string label, LoadPlan plan)
    {
        var (kept, forgotten) = (new List<LoadResult>(), new List<LoadResult>());
        for (var round = 0; round < Rounds; round++)
        {
            kept.Add(await LoadRun.RunAsync(plan with { Run = NewRun() }));
            forgotten.Add(await LoadRun.RunAsync(plan with { Port = forgetting.Port, Run = NewRun() }));
        }

        report.Figure(label, kept.Max(result => result.PerSecond), "messages/s");
        report.Note($"  {kept.Find(result => !result.IsClean)?.Faults ?? kept[0].Faults}");
        report.Yardstick("without a journal", forgotten.Max(result => result.PerSecond), "messages/s");
    }

    private static TimeSpan FlushTime()
    {
        using var file = new FileStream(Path.GetTempFileName(), FileMode.Open, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.DeleteOnClose);
        var start = TimeProvider.System.GetTimestamp();
        for (var flush = 0; flush < Flushes; flush++)
        {
            file.Write(new byte[FlushedBytes]);
            file.Flush(flushToDisk: true);
        }

        return TimeProvider.System.GetElapsedTime(start) / Flushes;
    }

    private static string NewRun() => Guid.NewGuid().ToString("N")[..8];
}
