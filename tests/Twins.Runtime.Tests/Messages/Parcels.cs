using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Twins.Runtime.Tests.Messages;

[GenerateSerializer]
[Alias("runtime-tests.Parcel")]
[Immutable]
public record Parcel([property: Id(0)] int Number, [property: Id(1)] string Text)
{
    [Id(2)]
    public double Weight { get; init; }

    public string? Label { get; init; }
}

[GenerateSerializer]
[Alias("runtime-tests.FragileParcel")]
[Immutable]
public sealed record FragileParcel(int Number, string Text, [property: Id(0)] int Height) : Parcel(Number, Text);

[GenerateSerializer]
[Alias("runtime-tests.Spot")]
[Immutable]
public readonly record struct Spot([property: Id(0)] int X, [property: Id(1)] int Y);

[GenerateSerializer]
[Alias("runtime-tests.Spots")]
[Immutable]
public sealed record Spots([property: Id(0)] ImmutableArray<Spot> All);

[GenerateSerializer]
[Alias("runtime-tests.Shelf")]
public sealed class Shelf
{
    [Id(0)]
    public int[] Array { get; set; } = [];

    [Id(1)]
    public List<string> List { get; set; } = [];

    [Id(2)]
    public ImmutableArray<Spot> Immutable { get; set; }

    [Id(3)]
    public ImmutableDictionary<string, int> Map { get; set; } = ImmutableDictionary<string, int>.Empty;

    [Id(4)]
    public FrozenDictionary<string, Spot> Frozen { get; set; } = FrozenDictionary<string, Spot>.Empty;

    [Id(5)]
    public (int Number, string Name) Pair { get; set; }

    [Id(6)]
    public ImmutableArray<int> Unset { get; set; }

    [Id(7)]
    public string? Nothing { get; set; }
}
