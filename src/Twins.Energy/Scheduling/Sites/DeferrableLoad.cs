namespace Twins.Energy.Scheduling.Sites;

/// <summary>Energy that is wanted within a window, at any time and in any portions.</summary>
/// <param name="Key">Unique key.</param>
/// <param name="Bus">Key of its bus.</param>
public sealed record DeferrableLoad(string Key, string Bus)
{
    /// <summary>Earliest time.</summary>
    public required DateTimeOffset Earliest { get; init; }

    /// <summary>Latest time; after <see cref="Earliest"/>.</summary>
    public required DateTimeOffset Latest { get; init; }

    /// <summary>Energy still wanted, in Wh. A wish.</summary>
    public required double EnergyWh { get; init; }

    /// <summary>Most power that it draws, magnitude in W. Hard.</summary>
    public required double MaxPowerW { get; init; }
}
