using Twins.Tests.Model.Devices.Mqtt.Fuzz;

namespace Twins.Benchmarks.Mqtt;

/// <summary>The fuzzing of the unit tests for longer. A failure ends it with the seed that repeats it.</summary>
internal sealed class MqttFuzz : IBenchmark
{
    private const int Inputs = 1_000_000;

    /// <summary>Seeds beyond those of the unit tests.</summary>
    private const int FirstSeed = 1_000_000;

    public string Name => "mqtt-fuzz";

    public string About => "a million damaged payloads to every decoder of a described connection";

    public Task RunAsync(Report report)
    {
        var (readings, faults) = (0L, 0L);
        var bytes = RunAll(seed =>
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
