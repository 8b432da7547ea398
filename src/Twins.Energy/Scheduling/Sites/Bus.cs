namespace Twins.Energy.Scheduling.Sites;

/// <summary>Kind of current at a bus.</summary>
public enum BusCurrent
{
    /// <summary>Alternating current.</summary>
    Alternating,

    /// <summary>Direct current.</summary>
    Direct,
}

/// <summary>A node at which the powers of all devices sum to zero. Lines within a bus are taken as lossless.</summary>
/// <param name="Key">Unique key.</param>
/// <param name="Current">Kind of current.</param>
public sealed record Bus(string Key, BusCurrent Current = BusCurrent.Alternating);
