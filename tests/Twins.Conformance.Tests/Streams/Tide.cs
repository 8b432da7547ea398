namespace Twins.Conformance.Tests.Streams;

[GenerateSerializer]
[Alias("conformance.Tide")]
[Immutable]
public sealed record Tide([property: Id(0)] int Number, [property: Id(1)] double Level);
