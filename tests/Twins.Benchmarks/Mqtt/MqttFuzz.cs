using Twins.Tests.Model.Devices.Mqtt.Fuzz;
using Twins.Tests.Protocols.Mqtt.Fuzz;

namespace Twins.Benchmarks.Mqtt;

/// <summary>The fuzzing of the unit tests for longer. A failure ends it with the seed that repeats it.</summary>
internal sealed class MqttFuzz : IBenchmark
{
    private const int Inputs = 1_000_000;

    /// <summary>Seeds beyond those of the unit tests.</summary>
    private const int FirstSeed = 1_000_000;

    public string Name => "mqtt-fuzz";

    public string About => "a million damaged inputs each to MQTT's framing and readers, to topic filters and their tree, and to payload decoders";

    public Task RunAsync(Report report)
    {
        var (accepted, refused) = (0L, 0L);
        var bytes = RunAll(seed =>
        {
            var outcome = WireFuzz.Run(new Random(seed));
            Interlocked.Add(ref accepted, outcome.Accepted);
            Interlocked.Add(ref refused, outcome.Refused);
        });
        report.Figure("inputs survived, in both versions", Inputs, "inputs", "≥ 1,000,000");
        report.Figure("  packets accepted, and the same when written again", accepted, "packets");
        report.Figure("  refused with a reason code", refused, "inputs");
        report.Figure("  allocated, the making of the input included", bytes, "B/input");

        var valid = 0L;
        bytes = RunAll(seed => Interlocked.Add(ref valid, TopicFuzz.Run(new Random(seed)) ? 1 : 0));
        report.Figure("filters and names survived", Inputs, "pairs", "≥ 1,000,000");
        report.Figure("  valid, and found as the standard says", valid, "pairs");
        report.Figure("  allocated, the making of the input included", bytes, "B/pair");

        var (readings, faults) = (0L, 0L);
        bytes = RunAll(seed =>
        {
            var outcome = PayloadFuzz.Run(new Random(seed));
            Interlocked.Add(ref readings, outcome.Readings);
            Interlocked.Add(ref faults, outcome.Faults);
        });
        report.Figure("payloads survived, each by every decoder", Inputs, "payloads", "≥ 1,000,000");
        report.Figure("  readings", readings, "readings");
        report.Figure("  complaints", faults, "complaints");
        report.Figure("  allocated, the making of the input included", bytes, "B/payload");
        return Task.CompletedTask;
    }

    /// <summary>Runs all seeds, and returns the bytes allocated by each.</summary>
    private static double RunAll(Action<int> run)
    {
        var before = GC.GetTotalAllocatedBytes();
        Parallel.For(FirstSeed, FirstSeed + Inputs, seed =>
        {
            try
            {
                run(seed);
            }
            catch (Exception error)
            {
                throw new InvalidOperationException($"Seed {seed} fails.", error);
            }
        });
        return (GC.GetTotalAllocatedBytes() - before) / (double)Inputs;
    }
}
