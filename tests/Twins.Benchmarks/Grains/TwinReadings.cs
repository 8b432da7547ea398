using System.Diagnostics.Metrics;
using System.Globalization;
using Twins.Benchmarks.Grains.Engine;
using Twins.Devices;
using Twins.Readings;
using Twins.Sites;

namespace Twins.Benchmarks.Grains;

/// <summary>Readings that twins take, in batches of ten that all are news, published to the site's stream.</summary>
internal sealed class TwinReadings : IBenchmark
{
    private const int Twins = 1_000;
    private const int Callers = 100;
    private const int BatchesEach = 2_000;

    private long _sequence;

    public string Name => "twin-readings";

    public string About => string.Create(CultureInfo.InvariantCulture, $"readings per second applied to {Twins:N0} twins, in batches of 10");

    public async Task RunAsync(Report report)
    {
        SiteConfiguration site = Fleets.Meters(Twins);
        await using GrainsHost host = await GrainsHost.StartAsync(site);
        IDeviceTwin[] twins = [.. site.Devices.Select(device => host.Grains.GetGrain<IDeviceTwin>(device.Key.ToString()))];

        long dropped = 0;
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Name == "twins.changes.dropped")
                {
                    self.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((_, count, _, _) => Interlocked.Add(ref dropped, count));
        listener.Start();
        long batches = 0;
        Rate applied = await Rate.MeasureAsync(async () =>
        {
            long readings = await ApplyAsync(site, twins);
            batches += readings / 10;
            return readings;
        });
        report.Figure("applied, published and answered", applied.PerSecond, "readings/s", "1,000,000");
        report.Figure("  allocated, batch and change included", applied.BytesEach, "B/reading");
        report.Figure("  changes dropped because the stream was behind", 100d * dropped / batches, "%");

        Rate made = await Rate.MeasureAsync(() => Task.FromResult(Make(site)));
        report.Yardstick("making the same batches and nothing else", made.PerSecond, "readings/s");
        report.Yardstick("  allocated", made.BytesEach, "B/reading");
        var rules = new global::Twins.Grains.Devices.Readings.TwinReadings(site.Devices[0].Points);
        Rate bare = await Rate.MeasureAsync(() => Task.FromResult(Bare(site.Devices[0], rules)));
        report.Yardstick("the rules alone, without grain and stream", bare.PerSecond, "readings/s");
    }

    private async Task<long> ApplyAsync(SiteConfiguration site, IDeviceTwin[] twins)
    {
        long round = Interlocked.Increment(ref _sequence) * BatchesEach;
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(async () =>
        {
            for (int batch = 0; batch < BatchesEach; batch++)
            {
                int twin = caller + (Callers * (batch % (Twins / Callers)));
                ApplyResult result = await twins[twin].ApplyAsync(Fleets.Batch(site.Devices[twin], round + batch));
                if (result != ApplyResult.Applied)
                {
                    throw new InvalidOperationException($"A twin refused a batch: {result}.");
                }
            }
        })));
        return Callers * BatchesEach * 10L;
    }

    private static long Make(SiteConfiguration site)
    {
        long readings = 0;
        for (int batch = 0; batch < 50_000; batch++)
        {
            readings += Fleets.Batch(site.Devices[batch % Twins], batch).Readings.Length;
        }

        return readings;
    }

    private static long Bare(TwinDefinition device, global::Twins.Grains.Devices.Readings.TwinReadings rules)
    {
        ReadingBatch[] batches = [Fleets.Batch(device, 0), Fleets.Batch(device, 1)];
        for (int batch = 0; batch < 100_000; batch++)
        {
            _ = rules.Apply(batches[batch % 2].Readings, batches[batch % 2].ReceivedAt);
        }

        return 1_000_000;
    }
}
