using System.Collections.Immutable;

namespace Twins.Conformance.Tests.Turns;

/// <summary>A grain whose calls leave marks, so that the order of its turns can be seen.</summary>
[Alias("conformance.IStepsGrain")]
public interface IStepsGrain : IGrainWithStringKey
{
    /// <summary>Marks its begin, waits until it is released, and marks its end.</summary>
    [Alias("Slow")]
    Task Slow(string name);

    [Alias("Quick")]
    Task Quick(string name);

    [ReadOnly]
    [Alias("SlowReading")]
    Task SlowReading(string name);

    [AlwaysInterleave]
    [Alias("Release")]
    Task Release();

    /// <summary>Releases after a time, by a timer that does not wait in the mailbox.</summary>
    [AlwaysInterleave]
    [Alias("ReleaseAfter")]
    Task ReleaseAfter(TimeSpan time);

    [AlwaysInterleave]
    [Alias("Steps")]
    Task<ImmutableArray<string>> Steps();

    /// <summary>Adds one to a field many times, with an await between reading and writing where <paramref name="yields"/>.</summary>
    [Alias("Count")]
    Task<int> Count(int times, bool yields);

    [AlwaysInterleave]
    [Alias("MaxTurnsAtOnce")]
    Task<int> MaxTurnsAtOnce();
}

/// <summary>The same steps by a reentrant class.</summary>
[Alias("conformance.IReentrantStepsGrain")]
public interface IReentrantStepsGrain : IStepsGrain;
