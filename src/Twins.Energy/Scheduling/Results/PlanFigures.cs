namespace Twins.Energy.Scheduling.Results;

/// <summary>What a plan amounts to over its horizon.</summary>
/// <param name="EnergyCostEur">Import minus export at their prices, in EUR.</param>
/// <param name="DemandChargeEur">Demand charge for what exceeds the billing peak, in EUR.</param>
/// <param name="WearEur">Wear of batteries, hydrogen stores and vehicles, in EUR.</param>
/// <param name="HeatRevenueEur">What recovered heat earns, in EUR.</param>
/// <param name="ImportedWh">Imported energy in Wh.</param>
/// <param name="ExportedWh">Exported energy in Wh.</param>
/// <param name="PeakImportW">Highest mean import of a demand window in W.</param>
/// <param name="EmissionsKg">CO₂ of the imported energy in kg.</param>
public sealed record PlanFigures(
    double EnergyCostEur,
    double DemandChargeEur,
    double WearEur,
    double HeatRevenueEur,
    double ImportedWh,
    double ExportedWh,
    double PeakImportW,
    double EmissionsKg)
{
    /// <summary>Energy, demand charge and wear less heat revenue, in EUR.</summary>
    public double TotalEur => EnergyCostEur + DemandChargeEur + WearEur - HeatRevenueEur;
}
