namespace Twins.Tests.Energy.Solvers.SiteModels;

/// <summary>What a random site model holds.</summary>
internal sealed record SiteModelOptions(int Steps, int Vehicles)
{
    public int Seed { get; init; } = 1;

    /// <summary>Length of a step in hours.</summary>
    public double Hours { get; init; } = 0.25;

    public bool NegativePrices { get; init; }

    /// <summary>More energy asked for than the grid connection can carry: served softly, at a price.</summary>
    public bool Overloaded { get; init; }

    /// <summary>Energy demands without a soft side that exceed what the sessions can take.</summary>
    public bool Infeasible { get; init; }

    /// <summary>Vehicles that may also discharge, with a state-of-charge row per step.</summary>
    public bool VehicleToGrid { get; init; }

    public bool Battery { get; init; } = true;

    public bool PeakCharge { get; init; } = true;

    /// <summary>Quadratic wear on the battery and quadratic smoothing of the import.</summary>
    public bool Quadratic { get; init; }
}
