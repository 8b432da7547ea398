using Twins.Energy.Scheduling.Results;
using Twins.Energy.Scheduling.Sites;

namespace Twins.Energy.Scheduling.Formulation;

/// <summary>What battery, hydrogen store and vehicle have in common, in kW and kWh.</summary>
internal sealed record StorageTraits(string Key, string Bus, ElementKind Kind)
{
    /// <summary>First step of the horizon in which the store is there.</summary>
    public int FirstStep { get; init; }

    /// <summary>Share of each step during which the store is there.</summary>
    public required double[] Presence { get; init; }

    public int StepCount => Presence.Length;

    public required double CapacityKwh { get; init; }

    public required double InitialKwh { get; init; }

    public required double MinKwh { get; init; }

    public required double MaxKwh { get; init; }

    public required double ChargeKw { get; init; }

    public required double DischargeKw { get; init; }

    public required double ChargeEfficiency { get; init; }

    public required double DischargeEfficiency { get; init; }

    public double SelfDischargePerHour { get; init; }

    public double ChargeWearEurPerKwh { get; init; }

    public double DischargeWearEurPerKwh { get; init; }

    public double QuadraticWearEurPerKw2h { get; init; }

    public double TerminalEurPerKwh { get; init; }

    public static StorageTraits Of(Battery battery, TimeGrid grid, double defaultTerminalEurPerKwh)
    {
        double capacityKwh = battery.CapacityWh / SiteFormulation.Kilo;
        return new(battery.Key, battery.Bus, ElementKind.Battery)
        {
            Presence = Always(grid),
            CapacityKwh = capacityKwh,
            InitialKwh = battery.InitialEnergyWh / SiteFormulation.Kilo,
            MinKwh = capacityKwh * battery.MinStateOfCharge,
            MaxKwh = capacityKwh * battery.MaxStateOfCharge,
            ChargeKw = battery.MaxChargePowerW / SiteFormulation.Kilo,
            DischargeKw = battery.MaxDischargePowerW / SiteFormulation.Kilo,
            ChargeEfficiency = battery.ChargeEfficiency,
            DischargeEfficiency = battery.DischargeEfficiency,
            SelfDischargePerHour = battery.SelfDischargePerHour,
            ChargeWearEurPerKwh = battery.WearCostEurPerKwh,
            DischargeWearEurPerKwh = battery.WearCostEurPerKwh,
            QuadraticWearEurPerKw2h = battery.QuadraticWearEurPerKw2h,
            TerminalEurPerKwh = battery.TerminalValueEurPerKwh ?? (defaultTerminalEurPerKwh * battery.DischargeEfficiency),
        };
    }

    public static StorageTraits Of(HydrogenStore store, TimeGrid grid) => new(store.Key, store.Bus, ElementKind.Hydrogen)
    {
        Presence = Always(grid),
        CapacityKwh = store.TankCapacityWh / SiteFormulation.Kilo,
        InitialKwh = store.InitialEnergyWh / SiteFormulation.Kilo,
        MinKwh = 0,
        MaxKwh = store.TankCapacityWh / SiteFormulation.Kilo,
        ChargeKw = store.ElectrolyserPowerW / SiteFormulation.Kilo,
        DischargeKw = store.FuelCellPowerW / SiteFormulation.Kilo,
        ChargeEfficiency = store.ElectrolyserEfficiency,
        DischargeEfficiency = store.FuelCellEfficiency,
        ChargeWearEurPerKwh = store.WearCostEurPerKwh,
        DischargeWearEurPerKwh = store.WearCostEurPerKwh,
        TerminalEurPerKwh = store.TerminalValueEurPerKwh,
    };

    public static StorageTraits Of(VehicleVisit visit, TimeGrid grid)
    {
        (int first, int count) = grid.StepsWithin(visit.Arrival, visit.Departure);
        double fullWh = visit.CapacityWh ?? Math.Max(visit.TargetEnergyWh, visit.ArrivalEnergyWh);
        return new(visit.Key, visit.Bus, ElementKind.Vehicle)
        {
            FirstStep = first,
            Presence =
            [
                .. Enumerable.Range(first, count)
                    .Select(step => grid.OverlapHours(step, visit.Arrival, visit.Departure) / grid.Hours(step)),
            ],
            CapacityKwh = fullWh / SiteFormulation.Kilo,
            InitialKwh = visit.ArrivalEnergyWh / SiteFormulation.Kilo,
            MinKwh = Math.Min(visit.MinEnergyWh, visit.ArrivalEnergyWh) / SiteFormulation.Kilo,
            MaxKwh = fullWh / SiteFormulation.Kilo,
            ChargeKw = visit.MaxChargePowerW / SiteFormulation.Kilo,
            DischargeKw = visit.MaxDischargePowerW / SiteFormulation.Kilo,
            ChargeEfficiency = visit.ChargeEfficiency,
            DischargeEfficiency = visit.DischargeEfficiency,
            DischargeWearEurPerKwh = visit.WearCostEurPerKwh,
        };
    }

    private static double[] Always(TimeGrid grid) => [.. Enumerable.Repeat(1.0, grid.Count)];
}
