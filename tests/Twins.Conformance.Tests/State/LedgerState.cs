using System.Collections.Immutable;

namespace Twins.Conformance.Tests.State;

/// <summary>State of every kind of member that may be stored, and one that may not.</summary>
[GenerateSerializer]
[Alias("conformance.LedgerState")]
public sealed record LedgerState
{
    [Id(0)]
    public int Balance { get; set; }

    [Id(1)]
    public ImmutableArray<Entry> Entries { get; set; } = [];

    /// <summary>Not annotated, and so neither stored nor sent.</summary>
    public string Note { get; set; } = "";
}

[GenerateSerializer]
[Alias("conformance.Entry")]
[Immutable]
public readonly record struct Entry([property: Id(0)] string Text, [property: Id(1)] int Amount);
