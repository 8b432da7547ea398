namespace Twins.Energy.Scheduling.Sites;

/// <summary>A photovoltaic plant that can be curtailed.</summary>
/// <param name="Key">Unique key.</param>
/// <param name="Bus">Key of its bus.</param>
public sealed record Photovoltaic(string Key, string Bus)
{
    /// <summary>Power that sun and plant offer, in W; not negative.</summary>
    public required Profile AvailablePowerW { get; init; }

    /// <summary>Whether curtailing is free; when false it is a wish that all is taken. Default true.</summary>
    public bool Curtailable { get; init; } = true;
}
