using System.Collections.Immutable;

namespace Twins.Conformance.Tests.Streams;

/// <summary>Receives the tides of the stream of its key without asking, and those of another stream when told to.</summary>
[Alias("conformance.IShoreGrain")]
public interface IShoreGrain : IGrainWithStringKey
{
    [Alias("Seen")]
    Task<ImmutableArray<int>> Seen();

    /// <summary>Whether the sequence numbers have grown with every event.</summary>
    [Alias("SequenceGrew")]
    Task<bool> SequenceGrew();

    [Alias("Subscribe")]
    Task Subscribe(string streamKey);

    [Alias("Unsubscribe")]
    Task Unsubscribe();

    [Alias("Publish")]
    Task Publish(string streamKey, int number);

    [Alias("Forget")]
    Task Forget();
}
