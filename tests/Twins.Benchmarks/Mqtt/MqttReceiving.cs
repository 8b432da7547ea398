using Twins.Benchmarks.Mqtt.Load;
using Twins.Protocols.Mqtt;

namespace Twins.Benchmarks.Mqtt;

/// <summary>Our client as a subscriber of mosquitto, beside others who receive the same load.</summary>
internal sealed class MqttReceiving : IBenchmark
{
    private const int Rounds = 3;

    public string Name => "mqtt-client";

    public string About => "messages received through mosquitto: IMqttClient, a bare subscriber and mosquitto_sub by turns; best of 3 rounds";

    public async Task RunAsync(Report report)
    {
        if (await BrokerProcess.StartMosquittoAsync() is not { } broker)
        {
            report.Note("mosquitto is not installed: not measured");
            return;
        }

        await using (broker)
        {
            var plan = new LoadPlan { Port = broker.Port, Publishers = 4, MessagesEach = 50_000 };
            await MeasureAsync(report, "QoS 0", plan);
            await MeasureAsync(report, "QoS 1", plan with { QualityOfService = MqttQualityOfService.AtLeastOnce, MessagesEach = 15_000 });
        }
    }

    private static async Task MeasureAsync(Report report, string label, LoadPlan plan)
    {
        var clients = new List<LoadResult>();
        var (bare, mosquittoSub) = (0.0, 0.0);
        for (var round = 0; round < Rounds; round++)
        {
            var run = plan with { Run = FormattableString.Invariant($"{label[^1]}-client-{round}") };
            clients.Add(await LoadRun.RunAsync(run, [await ClientSubscriber.OpenAsync(run)]));
            var result = await LoadRun.RunAsync(plan with { Run = FormattableString.Invariant($"{label[^1]}-bare-{round}") });
            bare = Math.Max(bare, result.PerSecond);
            var rate = await MosquittoSub.RunAsync(plan with { Run = FormattableString.Invariant($"{label[^1]}-sub-{round}") });
            mosquittoSub = Math.Max(mosquittoSub, rate ?? 0);
        }

        report.Figure($"IMqttClient, {label}", clients.Max(result => result.PerSecond), "messages/s", $"≥ {0.7 * bare:N0}, 70 % of the bare");
        report.Note($"  {clients.Find(result => !result.IsClean)?.Faults ?? clients[0].Faults}");
        report.Yardstick("bare subscriber", bare, "messages/s");
        report.Yardstick("mosquitto_sub, writing to a file", mosquittoSub, "messages/s");
    }
}
