using Twins.Tests.Protocols.Modbus.Fuzz;

namespace Twins.Benchmarks.Modbus;

/// <summary>The fuzzing of the unit tests for longer. A failure ends it with the seed that repeats it.</summary>
internal sealed class ModbusFuzz : IBenchmark
{
    private const int Connections = 1_000_000;

    public string Name => "modbus-fuzz";

    public string About => "a million connections of damaged frames to the Modbus server, and as many to the master";

    public Task RunAsync(Report report)
    {
        report.Figure("server, connections survived", RunAll(ServerFuzz.Run), "connections");
        report.Figure("master, connections survived", RunAll(MasterFuzz.Run), "connections");
        return Task.CompletedTask;
    }

    private static long RunAll(Action<Random> run)
    {
        // Seeds beyond those of the unit tests.
        const int FirstSeed = 1_000_000;
        var survived = 0L;
        Parallel.For(FirstSeed, FirstSeed + Connections, seed =>
        {
            try
            {
                run(new Random(seed));
                Interlocked.Increment(ref survived);
            }
            catch (Exception error)
            {
                throw new InvalidOperationException($"Seed {seed} fails.", error);
            }
        });
        return survived;
    }
}
