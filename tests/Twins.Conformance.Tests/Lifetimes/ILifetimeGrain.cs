namespace Twins.Conformance.Tests.Lifetimes;

[Alias("conformance.ILifetimeGrain")]
public interface ILifetimeGrain : IGrainWithStringKey
{
    /// <summary>Which activation of its key this is, from 1.</summary>
    [Alias("Generation")]
    Task<int> Generation();

    [Alias("EndSoon")]
    Task EndSoon();

    /// <summary>How many activations of this key have ever been in memory at once.</summary>
    [Alias("MostAtOnce")]
    Task<int> MostAtOnce();

    /// <summary>Keeps the activation although nobody calls it.</summary>
    [Alias("Stay")]
    Task Stay(TimeSpan howLong);

    /// <summary>Why the last activation of this key ended; empty where none has.</summary>
    [Alias("LastReason")]
    Task<string> LastReason();
}
