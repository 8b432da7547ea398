using System.Diagnostics.Metrics;
using System.Globalization;
using Twins.Benchmarks.Grains.Engine;
using Twins.Devices;
using Twins.Readings;
using Twins.Sites;

namespace Twins.Benchmarks.Grains;

/// <summary>Readings that twins take in batches of ten, nothing new or all of it told to the site's feed; beside a bare call with the same batch.</summary>
internal sealed class TwinReadings : IBenchmark
{
    private const int Twins = 1_000;
    private const int Callers = 100;
    private const int TwinsEach = Twins / Callers;
    private const int BatchesEach = 3_000;
    private const int Rounds = 5;

    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(2);

    private long _sequence;

    public string Name => "twin-readings";

    public string About => string.Create(CultureInfo.InvariantCulture, $"readings per second applied to {Twins:N0} twins, in batches of 10; beside a bare Orleans call");

    public async Task RunAsync(Report report)
    {
        SiteConfiguration site = Fleets.Meters(Twins);
        await using GrainsHost host = await GrainsHost.StartAsync([site]);
        Func<ReadingBatch, Task<ApplyResult>>[] twins =
            [.. site.Devices.Select(device => { IDeviceTwin twin = host.Grains.GetGrain<IDeviceTwin>(device.Key.ToString()); return (Func<ReadingBatch, Task<ApplyResult>>)(batch => twin.ApplyAsync(batch)); })];
        Func<ReadingBatch, Task<ApplyResult>>[] bare =
            [.. site.Devices.Select(device => (Func<ReadingBatch, Task<ApplyResult>>)host.Grains.GetGrain<IBareGrain>(device.Key.ToString()).ApplyAsync)];
        using var dropped = new DroppedNews();
        await ApplyAsync(site, twins, isNews: true);
        await ApplyAsync(site, bare, isNews: false);
        await Task.Delay(Settling, TimeProvider.System);

        // By turns, so that all have the same machine.
        List<double> called = [], applied = [], said = [];
        long before = dropped.Count;
        for (int round = 0; round < Rounds; round++)
        {
            called.Add(await ApplyAsync(site, bare, isNews: false));
            applied.Add(await ApplyAsync(site, twins, isNews: false));
            said.Add(await ApplyAsync(site, twins, isNews: true));

            // The feed works off what it was told.
            await Task.Delay(Settling, TimeProvider.System);
        }

        report.Yardstick("the same batches to a grain that does nothing", Median(called), "readings/s");
        ReportRatio(report, "applied and answered, values within their deadbands", applied, called);
        ReportRatio(report, "the same, all of them news that the feed is told", said, called);
        report.Figure("  of these, left out of the stream of news", 100d * (dropped.Count - before) / (Rounds * (double)Callers * BatchesEach), "% of batches");
        var rules = new global::Twins.Grains.Devices.Readings.TwinReadings(site.Devices[0].Points);
        Rate alone = await Rate.MeasureAsync(() => Task.FromResult(Bare(site.Devices[0], rules)));
        report.Yardstick("the rules alone, without grain and feed", alone.PerSecond, "readings/s");
    }

    private static void ReportRatio(Report report, string label, List<double> rates, List<double> yardsticks)
    {
        report.Figure(label, Median(rates), "readings/s");
        report.Figure("  ratio to the yardstick, of medians", Median(rates) / Median(yardsticks), "", "≥ 0.7");
        report.Figure("  ratio to the yardstick, of the best", rates.Max() / yardsticks.Max(), "", "≥ 0.7");
    }

    private async Task<double> ApplyAsync(SiteConfiguration site, Func<ReadingBatch, Task<ApplyResult>>[] grains, bool isNews)
    {
        long round = Interlocked.Increment(ref _sequence) * BatchesEach / TwinsEach;
        long start = TimeProvider.System.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(async () =>
        {
            for (int batch = 0; batch < BatchesEach; batch++)
            {
                int twin = caller + (Callers * (batch % TwinsEach));
                ApplyResult result = await grains[twin](Fleets.Batch(site.Devices[twin], round + (batch / TwinsEach), isNews));
                if (result != ApplyResult.Applied)
                {
                    throw new InvalidOperationException($"A twin refused a batch: {result}.");
                }
            }
        })));
        return Callers * BatchesEach * 10 / TimeProvider.System.GetElapsedTime(start).TotalSeconds;
    }

    private static long Bare(TwinDefinition device, global::Twins.Grains.Devices.Readings.TwinReadings rules)
    {
        ReadingBatch[] batches = [Fleets.Batch(device, 0, isNews: true), Fleets.Batch(device, 1, isNews: true)];
        for (int batch = 0; batch < 100_000; batch++)
        {
            int published = rules.Apply(
                batches[batch % 2].Readings, batches[batch % 2].ReceivedAt, global::Twins.Grains.Devices.Moment.Now(TimeProvider.System)).Length;
            if (published != batches[0].Readings.Length)
            {
                throw new InvalidOperationException($"Only {published} of a batch's readings are news.");
            }
        }

        return 1_000_000;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    /// <summary>Counts the changes that did not fit the stream of news.</summary>
    private sealed class DroppedNews : IDisposable
    {
        private readonly MeterListener _listener = new();
        private long _count;

        public DroppedNews()
        {
            _listener.InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Name == "twins.news.dropped")
                {
                    self.EnableMeasurementEvents(instrument);
                }
            };
            _listener.SetMeasurementEventCallback<long>((_, count, _, _) => Interlocked.Add(ref _count, count));
            _listener.Start();
        }

        public long Count => Interlocked.Read(ref _count);

        public void Dispose() => _listener.Dispose();
    }
}
