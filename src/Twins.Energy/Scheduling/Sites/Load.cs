namespace Twins.Energy.Scheduling.Sites;

/// <summary>A load that follows its forecast. What cannot be served is shed by priority, critical loads last.</summary>
/// <param name="Key">Unique key.</param>
/// <param name="Bus">Key of its bus.</param>
public sealed record Load(string Key, string Bus)
{
    /// <summary>Highest value of <see cref="Priority"/>.</summary>
    public const int LeastImportant = 9;

    /// <summary>Power that it draws, magnitude in W; not negative.</summary>
    public required Profile DrawnPowerW { get; init; }

    /// <summary>0: critical. 1 (important) … 9 (first to be shed): may be shed. Default 0.</summary>
    public int Priority { get; init; }
}
