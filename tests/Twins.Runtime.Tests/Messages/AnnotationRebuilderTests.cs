using System.Collections.Frozen;
using System.Collections.Immutable;
using Twins.Runtime.State;

namespace Twins.Runtime.Tests.Messages;

/// <summary>Rebuilding as the in-memory state store does it with everything that is written to it.</summary>
public sealed class AnnotationRebuilderTests
{
    private static readonly GrainId Grain = GrainId.Create("test", "a");

    [Fact]
    public async Task AnnotatedMembers_Arrive_AndOthersDoNot()
    {
        var sent = new Parcel(7, "text") { Weight = 2.5, Label = "lost" };

        var arrived = await RebuildAsync(sent);

        Assert.NotSame(sent, arrived);
        Assert.Equal((7, "text", 2.5), (arrived.Number, arrived.Text, arrived.Weight));
        Assert.Null(arrived.Label);
    }

    [Fact]
    public async Task DerivedRecord_ArrivesWithTheMembersOfEveryLevel()
    {
        var arrived = await RebuildAsync(new FragileParcel(1, "text", Height: 3));

        Assert.Equal((1, "text", 3), (arrived.Number, arrived.Text, arrived.Height));
    }

    [Fact]
    public async Task Struct_WithPositionalMembers_Arrives() =>
        Assert.Equal(new Spot(1, 2), (await RebuildAsync(new Spots([new Spot(1, 2)]))).All[0]);

    [Fact]
    public async Task Collections_OfEveryKind_Arrive()
    {
        var sent = new Shelf
        {
            Array = [1, 2],
            List = ["a"],
            Immutable = [new Spot(1, 2)],
            Map = ImmutableDictionary<string, int>.Empty.Add("a", 1),
            Frozen = new Dictionary<string, Spot>(StringComparer.Ordinal) { ["b"] = new(3, 4) }.ToFrozenDictionary(StringComparer.Ordinal),
            Pair = (5, "five"),
        };

        var arrived = await RebuildAsync(sent);

        Assert.Equal([1, 2], arrived.Array);
        Assert.Equal("a", Assert.Single(arrived.List));
        Assert.Equal(new Spot(1, 2), Assert.Single(arrived.Immutable));
        Assert.Equal(1, arrived.Map["a"]);
        Assert.Equal(new Spot(3, 4), arrived.Frozen["b"]);
        Assert.Equal((5, "five"), arrived.Pair);
        Assert.True(arrived.Unset.IsDefault);
        Assert.Null(arrived.Nothing);
    }

    [Fact]
    public async Task TypeWithoutAnnotation_IsRefusedByName()
    {
        var failure = await Assert.ThrowsAsync<NotSupportedException>(() => RebuildAsync(new Unannotated()));

        Assert.Equal(
            $"{typeof(Unannotated)} travels in a grain call, an event or a state without [GenerateSerializer]: elsewhere it could not be read.",
            failure.Message);
    }

    private static async Task<T> RebuildAsync<T>(T value)
    {
        var store = new InMemoryStateStore();
        await store.WriteAsync("state", Grain, value, null, CancellationToken.None);
        return (await store.ReadAsync<T>("state", Grain, CancellationToken.None)).Value!;
    }

    private sealed class Unannotated;
}
