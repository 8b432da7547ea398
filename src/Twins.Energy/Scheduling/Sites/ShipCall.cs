namespace Twins.Energy.Scheduling.Sites;

/// <summary>A ship that takes shore power in one block, whose beginning may be shifted within its time at the berth.</summary>
/// <param name="Key">Unique key.</param>
/// <param name="Bus">Key of its bus.</param>
public sealed record ShipCall(string Key, string Bus)
{
    /// <summary>Earliest beginning.</summary>
    public required DateTimeOffset EarliestStart { get; init; }

    /// <summary>Latest end; at least <see cref="Duration"/> after <see cref="EarliestStart"/>.</summary>
    public required DateTimeOffset LatestEnd { get; init; }

    /// <summary>Length of the block.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Power that it draws all along, magnitude in W.</summary>
    public required double DrawnPowerW { get; init; }

    /// <summary>When it began, if it has; it then goes on to its end. Null, the default: not begun.</summary>
    public DateTimeOffset? StartedAt { get; init; }
}
