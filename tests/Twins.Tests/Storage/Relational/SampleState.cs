using System.Collections.Immutable;

namespace Twins.Tests.Storage.Relational;

/// <summary>State as a grain declares it.</summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Usage", "ORLEANS0004:Add missing serialization attributes", Justification = "A member without a number is not stored: that is tested.")]
[GenerateSerializer, Alias("twins.tests.sample-state")]
public sealed class SampleState
{
    [Id(0)]
    public ImmutableArray<double> Numbers { get; set; } = [];

    [Id(1)]
    public string Name { get; internal set; } = "";

    public int NotKept { get; set; }
}
