using Twins.Benchmarks.Mqtt.Load;
using Twins.Protocols.Mqtt;

namespace Twins.Benchmarks.Mqtt;

/// <summary>Our broker and mosquitto under the same load, by turns, so that both have the same machine.</summary>
internal sealed class MqttBrokers : IBenchmark
{
    private const int Rounds = 4;

    /// <summary>Ours is given so many times the messages, or its rounds would be over too soon to mean anything.</summary>
    private const int OwnFactor = 4;

    public string Name => "mqtt-broker";

    public string About => "embedded MQTT broker and mosquitto, each in its own process, under the same load by turns; best of 4 rounds";

    public async Task RunAsync(Report report)
    {
        await using var ours = await BrokerProcess.StartOwnAsync();
        await using var mosquitto = await BrokerProcess.StartMosquittoAsync();
        report.Note(mosquitto is null
            ? "mosquitto is not installed: no yardstick"
            : "mosquitto without limits on queues, bytes and messages under way, without persistence; ours with its default limits");
        var four = new LoadPlan { Port = ours.Port, Publishers = 4, MessagesEach = 50_000 };
        var best = await CompareAsync(report, ours, mosquitto, "4 publishers → 1 subscriber, QoS 0", four);
        await CompareAsync(
            report, ours, mosquitto, "4 publishers → 1 subscriber, QoS 0, 5.0", four with { Version = MqttProtocolVersion.V500 });
        await CompareAsync(report, ours, mosquitto, "4 publishers → 1 subscriber, QoS 0, each message sent alone", four with { Batch = 1 });
        await CompareAsync(
            report, ours, mosquitto, "4 publishers → 1 subscriber, QoS 1",
            four with { QualityOfService = MqttQualityOfService.AtLeastOnce, MessagesEach = 15_000 });
        await CompareAsync(
            report, ours, mosquitto, "4 publishers → 1 subscriber, QoS 2",
            four with { QualityOfService = MqttQualityOfService.ExactlyOnce, MessagesEach = 8_000 });
        await CompareAsync(
            report, ours, mosquitto, "1 publisher → 100 subscribers, QoS 0",
            new LoadPlan { Port = ours.Port, Subscribers = 100, MessagesEach = 3_000 });
        await CompareAsync(
            report, ours, mosquitto, "at half the yardstick's rate, QoS 0", four with { PerSecond = best / 2 }, latencies: true);
    }

    /// <summary>Loads both by turns; returns the yardstick's rate, or ours without one.</summary>
    private static async Task<double> CompareAsync(
        Report report, BrokerProcess ours, BrokerProcess? mosquitto, string label, LoadPlan plan, bool latencies = false)
    {
        var (own, other) = (new List<LoadResult>(), new List<LoadResult>());
        for (var round = 0; round < Rounds; round++)
        {
            var factor = plan.PerSecond is null ? OwnFactor : 1;
            own.Add(await LoadRun.RunAsync(plan with { Port = ours.Port, Run = NewRun(), MessagesEach = plan.MessagesEach * factor }));
            if (mosquitto is not null)
            {
                other.Add(await LoadRun.RunAsync(plan with { Port = mosquitto.Port, Run = NewRun() }));
            }
        }

        var bestOther = other.Count == 0 ? 0 : other.Max(result => result.PerSecond);
        report.Figure(label, own.Max(result => result.PerSecond), "messages/s", other.Count == 0 ? null : $"≥ {bestOther:N0}");
        report.Note($"  {Faults(own)}");
        if (other.Count > 0)
        {
            report.Yardstick("mosquitto", bestOther, "messages/s");
            report.Note($"  {Faults(other)}");
        }

        if (latencies)
        {
            ReportLatencies(report, own, "  ");
            ReportLatencies(report, other, "  yardstick: mosquitto, ");
        }

        return bestOther > 0 ? bestOther : own.Max(result => result.PerSecond);
    }

    private static void ReportLatencies(Report report, List<LoadResult> results, string label)
    {
        if (results.MinBy(result => result.Latencies.Percentile(0.99)) is { } best)
        {
            report.Figure($"{label}p50", best.Latencies.Percentile(0.5).TotalMilliseconds, "ms");
            report.Figure($"{label}p99", best.Latencies.Percentile(0.99).TotalMilliseconds, "ms");
        }
    }

    private static string Faults(List<LoadResult> results) => results.Find(result => !result.IsClean)?.Faults ?? results[0].Faults;

    private static string NewRun() => Guid.NewGuid().ToString("N")[..8];
}
