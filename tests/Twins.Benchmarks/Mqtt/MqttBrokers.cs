using System.Globalization;
using Twins.Benchmarks.Mqtt.Load;

namespace Twins.Benchmarks.Mqtt;

/// <summary>The embedded broker and mosquitto under the same load, by turns, so that both have the same machine.</summary>
internal sealed class MqttBrokers : IBenchmark
{
    private const int Rounds = 2;

    // One more is the subscriber of all: the embedded broker takes as many subscribed sessions.
    private const int Devices = 499;
    private const int PerSecond = 4_000;
    private const int Seconds = 8;

    public string Name => "mqtt-broker";

    public string About => string.Create(
        CultureInfo.InvariantCulture, $"embedded MQTT broker and mosquitto by turns: {PerSecond:N0} messages/s among {Devices + 1} subscribed sessions, and as fast as they can");

    public async Task RunAsync(Report report)
    {
        await using var ours = await BrokerProcess.StartOwnAsync();
        await using var mosquitto = await BrokerProcess.StartMosquittoAsync();
        report.Note(mosquitto is null
            ? "mosquitto is not installed: no yardstick"
            : "mosquitto without limits on queues, bytes and messages under way, without persistence; ours with its default limits");
        BrokerProcess[] brokers = mosquitto is null ? [ours] : [ours, mosquitto];
        var devices = new LoadPlan
        {
            Port = 0, Publishers = Devices, PublishersListen = true, PerSecond = PerSecond, MessagesEach = PerSecond * Seconds / Devices, QualityOfService = 1,
        };
        await CompareAsync(report, brokers, $"{Devices} devices, each with its command topic → 1, QoS 1, at that rate", devices, "3,900, none lost");
        await CompareAsync(report, brokers, "4 publishers → 1 subscriber, QoS 0", new LoadPlan { Port = 0, Publishers = 4, MessagesEach = 20_000 });
        await CompareAsync(
            report, brokers, "4 publishers → 1 subscriber, QoS 1", new LoadPlan { Port = 0, Publishers = 4, MessagesEach = 8_000, QualityOfService = 1 });
    }

    private static async Task CompareAsync(Report report, BrokerProcess[] brokers, string label, LoadPlan plan, string? target = null)
    {
        var measured = brokers.ToDictionary(broker => broker, _ => new List<Loaded>());
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var broker in brokers)
            {
                measured[broker].Add(await RunAsync(broker, plan with { Port = broker.Port, Run = Guid.NewGuid().ToString("N")[..8] }));
            }
        }

        report.Note(label);
        foreach (var broker in brokers)
        {
            var best = measured[broker].MaxBy(loaded => loaded.Result.PerSecond)!;
            var name = broker == brokers[0] ? "  ours" : "  yardstick: mosquitto";
            report.Figure(name, best.Result.PerSecond, "messages/s", broker == brokers[0] ? target : null);
            report.Note($"    {measured[broker].Find(loaded => !loaded.Result.IsClean)?.Result.Faults ?? best.Result.Faults}");
            report.Figure("    published → received, p50", best.Result.Latencies.Percentile(0.5).TotalMilliseconds, "ms");
            report.Figure("    published → received, p99", best.Result.Latencies.Percentile(0.99).TotalMilliseconds, "ms");
            report.Figure("    processor time", best.MicrosecondsEach, "µs/message");
            report.Figure("    resident", broker.Figures.ReadMegabytes("VmRSS"), "MB");
        }
    }

    private static async Task<Loaded> RunAsync(BrokerProcess broker, LoadPlan plan)
    {
        var before = broker.Figures.ProcessorTime;
        var result = await LoadRun.RunAsync(plan);
        return new Loaded(result, (broker.Figures.ProcessorTime - before).TotalMicroseconds / ((double)plan.Publishers * plan.MessagesEach));
    }

    /// <summary>A run, and what it cost the broker.</summary>
    private sealed record Loaded(LoadResult Result, double MicrosecondsEach);
}
