using System.Globalization;
using Twins.Benchmarks.Grains.Engine;
using Twins.Benchmarks.Mqtt;
using Twins.Benchmarks.Mqtt.Load;
using Twins.Connections;
using Twins.Testing.Time;

namespace Twins.Benchmarks.Grains;

/// <summary>Messages of one reading each, through mosquitto and the adapter into twins, beside a bare subscriber of the same client.</summary>
internal sealed class MqttTwins : IBenchmark
{
    private const int Meters = 4;
    private const int Rounds = 3;

    public string Name => "mqtt-to-twin";

    public string About => "MQTT message → visible in its twin, one reading each, through mosquitto; beside a bare MQTTnet subscriber";

    public async Task RunAsync(Report report)
    {
        if (await BrokerProcess.StartMosquittoAsync() is not { } broker)
        {
            report.Note("mosquitto is not installed: not measured");
            return;
        }

        await using (broker)
        {
            var plan = new LoadPlan { Port = broker.Port, Publishers = Meters, MessagesEach = 10_000, Write = MeterReport.Write };
            await MeasureAsync(report, plan);
            await MeasureAsync(report, plan with { QualityOfService = 1, MessagesEach = 5_000 });
        }
    }

    private static async Task MeasureAsync(Report report, LoadPlan plan)
    {
        List<LoadResult> twins = [], bare = [];
        for (int round = 0; round < Rounds; round++)
        {
            bare.Add(await RunBareAsync(plan));
            twins.Add(await RunAsync(plan));
        }

        (double best, double bestBare) = (twins.Max(result => result.PerSecond), bare.Max(result => result.PerSecond));
        report.Figure(string.Create(CultureInfo.InvariantCulture, $"messages visible in twins, QoS {plan.QualityOfService}"), best, "messages/s");
        report.Note($"  {twins.Find(result => !result.IsClean)?.Faults ?? twins[0].Faults}");
        report.Yardstick("bare MQTTnet subscriber", bestBare, "messages/s");
        report.Note($"  {bare.Find(result => !result.IsClean)?.Faults ?? bare[0].Faults}");
        report.Figure("  ratio", best / bestBare, "", "≥ 0.7");
        LoadPlan half = plan with { PerSecond = best / 2 };
        LoadResult paced = await RunAsync(half);
        report.Figure("  at half that rate: message → visible, p50", paced.Latencies.Percentile(0.5).TotalMilliseconds, "ms");
        report.Figure("  at half that rate: message → visible, p99", paced.Latencies.Percentile(0.99).TotalMilliseconds, "ms", "< 50 ms");
        report.Note($"  {paced.Faults}");
        report.Yardstick("bare subscriber at the same rate, p99", (await RunBareAsync(half)).Latencies.Percentile(0.99).TotalMilliseconds, "ms");
    }

    private static async Task<LoadResult> RunBareAsync(LoadPlan plan)
    {
        LoadPlan bare = plan with { Run = Guid.NewGuid().ToString("N")[..8], Write = null };
        return await LoadRun.RunAsync(bare, [await ClientSubscriber.OpenAsync(bare)]);
    }

    private static async Task<LoadResult> RunAsync(LoadPlan plan)
    {
        plan = plan with { Run = Guid.NewGuid().ToString("N")[..8] };
        var twins = new TwinSubscriber(plan);
        await using GrainsHost host = await GrainsHost.StartAsync([MeterSite.Of(plan)], filter: twins);
        await host.StartSiteAsync(MeterSite.Key);
        IAdapter adapter = host.Grains.GetGrain<IAdapter>($"{MeterSite.Key}/{MeterSite.Connection}");
        await Eventually.TrueAsync(async () => (await adapter.GetStatusAsync()).State == ConnectionState.Connected, "the adapter is connected");

        // Subscriptions follow the connection; a message that reached a twin says that they are there.
        await twins.WaitUntilListeningAsync();
        return await LoadRun.RunAsync(plan, [twins]);
    }
}
