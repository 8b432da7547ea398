namespace Twins.Energy.Scheduling.Sites;

/// <summary>A connection to the public grid. Import is power into the bus and positive.</summary>
/// <param name="Key">Unique key.</param>
/// <param name="Bus">Key of its bus.</param>
public sealed record GridConnection(string Key, string Bus)
{
    /// <summary>Price of imported energy in EUR/kWh; may be negative.</summary>
    public Profile ImportPriceEurPerKwh { get; init; }

    /// <summary>What exported energy earns in EUR/kWh; may be negative.</summary>
    public Profile ExportPriceEurPerKwh { get; init; }

    /// <summary>Most power that can be imported, magnitude in W; 0 while the site is islanded. Hard.</summary>
    public required Profile ImportCapacityW { get; init; }

    /// <summary>Most power that can be exported, magnitude in W. Hard.</summary>
    public Profile ExportCapacityW { get; init; }

    /// <summary>Import in W that the contract wishes not to be exceeded (soft); null for none.</summary>
    public double? ImportLimitW { get; init; }

    /// <summary>Charge for the highest mean import of the billing period, in EUR/kW.</summary>
    public double DemandChargeEurPerKw { get; init; }

    /// <summary>The highest mean import of the billing period so far, in W: only what goes beyond it costs again.</summary>
    public double BillingPeakW { get; init; }

    /// <summary>Span over which the meter takes the mean for the demand charge; 15 min by default. Longer steps count by themselves.</summary>
    public TimeSpan DemandWindow { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>
    /// Energy imported since the present metering window began, in Wh, when the horizon begins within one; null, the default: not known,
    /// the window then counts from the horizon's beginning.
    /// </summary>
    public double? WindowImportWh { get; init; }

    /// <summary>Emissions of imported energy in kg CO₂ per kWh.</summary>
    public Profile EmissionsKgPerKwh { get; init; }
}
