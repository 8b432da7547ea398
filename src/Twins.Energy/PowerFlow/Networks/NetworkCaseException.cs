using System.Collections.Immutable;

namespace Twins.Energy.PowerFlow.Networks;

/// <summary>A network case that cannot be calculated. Every fault is named with its element and value.</summary>
public sealed class NetworkCaseException : ArgumentException
{
    /// <summary>Makes the exception from all faults found.</summary>
    public NetworkCaseException(ImmutableArray<string> faults)
        : base($"The network case has {faults.Length} fault(s): {string.Join("; ", faults)}") => Faults = faults;

    /// <summary>Each fault in words.</summary>
    public ImmutableArray<string> Faults { get; }
}
