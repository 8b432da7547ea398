using System.Collections.Immutable;

namespace Twins.Energy.Scheduling.Validation;

/// <summary>A site that cannot be planned. Every fault is named with its element and value.</summary>
public sealed class SchedulingSiteException : ArgumentException
{
    /// <summary>Makes the exception from all faults found.</summary>
    public SchedulingSiteException(ImmutableArray<string> faults)
        : base($"The site has {faults.Length} fault(s): {string.Join("; ", faults)}") => Faults = faults;

    /// <summary>Each fault in words.</summary>
    public ImmutableArray<string> Faults { get; }
}
