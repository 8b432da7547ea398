namespace Twins.Energy.Scheduling.Fallback;

/// <summary>Everything that matters for the balance of one step, in kW.</summary>
internal sealed record StepDevices(
    IReadOnlyList<StepDemand> Demands, IReadOnlyList<StepSupply> Suns, IReadOnlyList<StepStore> Stores, IReadOnlyList<StepGrid> Grids);

/// <summary>A power that is drawn if there is enough. Lower categories are served first; below its least power it is not drawn at all.</summary>
internal readonly record struct StepDemand(string Key, string Bus, int Category, double PowerKw, double LeastKw = 0)
{
    /// <summary>Critical loads 0, sheddable loads 1 … 9 by their priority.</summary>
    public const int Ship = 10;
    public const int Vehicle = 11;
    public const int Deferrable = 12;
    public const int CategoryCount = 13;

    /// <param name="served">How many categories are served; the fraction goes to the last of them.</param>
    public double DrawnKw(double served)
    {
        double drawnKw = PowerKw * Math.Clamp(served - Category, 0, 1);
        return drawnKw < LeastKw ? 0 : drawnKw;
    }
}

/// <summary>A plant and what it offers.</summary>
internal readonly record struct StepSupply(string Key, string Bus, double AvailableKw);

/// <summary>A store and the powers it can give (positive) and take (negative); null wanted: it levels its bus.</summary>
internal readonly record struct StepStore(string Key, string Bus, double LowestKw, double HighestKw, double? WantedKw);

/// <summary>A connection's capacities.</summary>
internal readonly record struct StepGrid(string Key, string Bus, double ImportKw, double ExportKw);
