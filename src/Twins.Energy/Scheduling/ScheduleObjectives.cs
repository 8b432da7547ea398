namespace Twins.Energy.Scheduling;

/// <summary>What a plan strives for besides the bill, each priced in money so that it can be weighed against it. All at least 0.</summary>
public sealed record ScheduleObjectives
{
    /// <summary>Only the bill and the wear.</summary>
    public static ScheduleObjectives Cost { get; } = new();

    /// <summary>Weight of the bill (energy, demand charge, heat); default 1.</summary>
    public double CostWeight { get; init; } = 1;

    /// <summary>Self-consumption: what each exported kWh counts against the plan, in EUR/kWh; default 0.</summary>
    public double ExportPenaltyEurPerKwh { get; init; }

    /// <summary>Peak: what each kW of highest import beyond the billing peak counts besides the demand charge, in EUR/kW; default 0.</summary>
    public double PeakEurPerKw { get; init; }

    /// <summary>What emitted CO₂ counts, in EUR/kg; default 0.</summary>
    public double CarbonEurPerKg { get; init; }

    /// <summary>DC before AC: what each kWh entering a converter counts besides its loss, in EUR/kWh; default 0.</summary>
    public double ConversionEurPerKwh { get; init; }

    /// <summary>
    /// Resilience: for how many hours the batteries and hydrogen stores alone shall at any time be able to carry the critical
    /// loads (by energy); default 0. A wish.
    /// </summary>
    public double ReserveHours { get; init; }
}
