using System.Globalization;
using Twins.Benchmarks.Grains.Engine;
using Twins.Benchmarks.Mqtt;
using Twins.Benchmarks.Mqtt.Load;
using Twins.Connections;
using Twins.Sites;
using Twins.Protocols.Mqtt;
using Twins.Testing.Time;

namespace Twins.Benchmarks.Grains;

/// <summary>Messages of one reading each, through mosquitto and the adapter into twins, beside a bare subscriber of the same client.</summary>
internal sealed class MqttTwins : IBenchmark
{
    private const int Meters = 4;
    private const int Rounds = 3;

    public string Name => "mqtt-to-twin";

    public string About => "MQTT message → visible in its twin, one reading each, through mosquitto; beside a bare subscriber of the same client";

    public async Task RunAsync(Report report)
    {
        if (await BrokerProcess.StartMosquittoAsync() is not { } broker)
        {
            report.Note("mosquitto is not installed: not measured");
            return;
        }

        await using (broker)
        {
            var plan = new LoadPlan { Port = broker.Port, Publishers = Meters, Version = MqttProtocolVersion.V500, MessagesEach = 50_000, Write = MeterReport.Write };
            await MeasureAsync(report, plan);
            await MeasureAsync(report, plan with { QualityOfService = MqttQualityOfService.AtLeastOnce, MessagesEach = 15_000 });
        }
    }

    private static async Task MeasureAsync(Report report, LoadPlan plan)
    {
        string label = string.Create(CultureInfo.InvariantCulture, $"QoS {(int)plan.QualityOfService}");
        (double twins, double bytes, double bare) = (0, 0, 0);
        string faults = "";
        for (int round = 0; round < Rounds; round++)
        {
            LoadPlan run = plan with { Run = string.Create(CultureInfo.InvariantCulture, $"twins-{(int)plan.QualityOfService}-{round}") };
            long before = GC.GetTotalAllocatedBytes(precise: true);
            LoadResult result = await RunAsync(run);
            double each = (GC.GetTotalAllocatedBytes(precise: true) - before) / (double)(Meters * plan.MessagesEach);
            (twins, bytes) = result.PerSecond > twins ? (result.PerSecond, each) : (twins, bytes);
            faults = faults.Length == 0 || !result.IsClean ? result.Faults : faults;
            LoadPlan bareRun = plan with { Run = string.Create(CultureInfo.InvariantCulture, $"bare-{(int)plan.QualityOfService}-{round}"), Write = null };
            bare = Math.Max(bare, (await LoadRun.RunAsync(bareRun, [await ClientSubscriber.OpenAsync(bareRun)])).PerSecond);
        }

        report.Figure($"messages visible in twins, {label}", twins, "messages/s", string.Create(CultureInfo.InvariantCulture, $"≥ {0.7 * bare:N0}, 70 % of the bare"));
        report.Note($"  {faults}");
        report.Yardstick("bare subscriber of the same client", bare, "messages/s");
        report.Figure("  allocated, load generator included", bytes, "B/message");
        LoadResult half = await RunAsync(plan with { PerSecond = twins / 2, Run = $"half-{label[^1]}" });
        report.Figure("  at half that rate: message → visible, p50", half.Latencies.Percentile(0.5).TotalMilliseconds, "ms");
        report.Figure("  at half that rate: message → visible, p99", half.Latencies.Percentile(0.99).TotalMilliseconds, "ms", "< 50");
        LoadPlan bareHalf = plan with { PerSecond = twins / 2, Run = $"bare-half-{label[^1]}", Write = null };
        LoadResult same = await LoadRun.RunAsync(bareHalf, [await ClientSubscriber.OpenAsync(bareHalf)]);
        report.Yardstick("bare subscriber at the same rate, p99", same.Latencies.Percentile(0.99).TotalMilliseconds, "ms");
    }

    private static async Task<LoadResult> RunAsync(LoadPlan plan)
    {
        var twins = new TwinSubscriber(plan);
        await using GrainsHost host = await GrainsHost.StartAsync(MeterSite.Of(plan), filter: twins);
        ISite site = host.Grains.GetGrain<ISite>(MeterSite.Key);
        await site.StartAsync();
        IMqttAdapter adapter = host.Grains.GetGrain<IMqttAdapter>($"{MeterSite.Key}/{MeterSite.Connection}");
        await Eventually.TrueAsync(async () => (await adapter.GetStatusAsync()).State == ConnectionState.Connected, "the adapter is connected");

        // Subscriptions follow the connection; a message that reached a twin says that they are there.
        await twins.WaitUntilListeningAsync(plan);
        LoadResult result = await LoadRun.RunAsync(plan, [twins]);
        await site.StopAsync();
        return result;
    }
}
