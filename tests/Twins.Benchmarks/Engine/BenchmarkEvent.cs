namespace Twins.Benchmarks.Engine;

[GenerateSerializer]
[Alias("benchmarks.BenchmarkEvent")]
[Immutable]
public sealed record BenchmarkEvent(
    [property: Id(0)] string Device,
    [property: Id(1)] long Number,
    [property: Id(2)] double Value);
