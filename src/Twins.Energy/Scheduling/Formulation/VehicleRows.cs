using Twins.Energy.Scheduling.Results;
using Twins.Energy.Scheduling.Sites;
using Twins.Energy.Solvers.Model;

namespace Twins.Energy.Scheduling.Formulation;

/// <summary>A vehicle: a store that comes and goes, with a wish for its departure and perhaps a least charge power.</summary>
internal sealed class VehicleRows : IAssetRows
{
    private readonly IChargeRows _rows;

    public VehicleRows(SiteFormulation site, VehicleVisit visit)
    {
        StorageTraits traits = StorageTraits.Of(visit, site.Grid);
        double goalKwh = TargetWithinHorizonWh(visit, site.Grid) / SiteFormulation.Kilo;
        StorageRows? storage = traits.DischargeKw > 0 ? new StorageRows(site, traits) : null;
        _rows = storage ?? (IChargeRows)new ChargeRows(site, traits, goalKwh);
        if (storage is not null && traits.StepCount > 0)
        {
            AddTarget(site, traits, storage, goalKwh);
        }

        if (visit.MinChargePowerW > 0 && traits.StepCount > 0)
        {
            AddLeastPower(site, visit, traits, storage);
        }
    }

    public ElementSchedule Read(SolvedPoint point) => _rows.Read(point);

    /// <summary>What still can be charged after the horizon's end need not be charged within it.</summary>
    public static double TargetWithinHorizonWh(VehicleVisit visit, TimeGrid grid)
    {
        DateTimeOffset reachable = visit.Arrival > grid.End ? visit.Arrival : grid.End;
        double laterHours = Math.Max(0, (visit.Departure - reachable).TotalHours);
        return Math.Max(0, visit.TargetEnergyWh - (laterHours * visit.MaxChargePowerW * visit.ChargeEfficiency));
    }

    /// <summary>What the vehicle lacks when it leaves.</summary>
    public static Variable Missing(SiteFormulation site, StorageTraits traits, double goalKwh) => site.Shortfall(
        new WishTopic(traits.Key, "energy at departure", WishRank.VehicleEnergy, traits.FirstStep, traits.StepCount), goalKwh, 1);

    private static void AddTarget(SiteFormulation site, StorageTraits traits, StorageRows storage, double goalKwh)
    {
        Row row = site.Model.AddRow(site.Name(traits.Key, "target"), goalKwh, double.PositiveInfinity);
        site.Model.AddTerm(row, storage.EnergyAtEnd, 1);
        site.Model.AddTerm(row, Missing(site, traits, goalKwh), 1);
    }

    private void AddLeastPower(SiteFormulation site, VehicleVisit visit, StorageTraits traits, StorageRows? storage)
    {
        VariableSeries on = site.Model.AddIntegers(site.Name(visit.Key, "on"), traits.StepCount, 0, 1);
        for (int k = 0; k < traits.StepCount; k++)
        {
            double leastKw = visit.MinChargePowerW / SiteFormulation.Kilo * traits.Presence[k];
            Link(site, visit.Key, $"least.{k}", _rows.Charge(k), on[k], (-leastKw, 0, double.PositiveInfinity));
            Link(site, visit.Key, $"most.{k}", _rows.Charge(k), on[k], (-_rows.ChargeKw(k), double.NegativeInfinity, 0));
            double givesKw = traits.DischargeKw * traits.Presence[k];
            if (storage is not null && givesKw > 0)
            {
                Link(site, visit.Key, $"gives.{k}", storage.Discharge(k), on[k], (givesKw, double.NegativeInfinity, givesKw));
            }
        }
    }

    /// <summary>lower ≤ power + factor · on ≤ upper.</summary>
    private static void Link(
        SiteFormulation site, string key, string name, Variable power, Variable on, (double Factor, double Lower, double Upper) row)
    {
        Row link = site.Model.AddRow(site.Name(key, name), row.Lower, row.Upper);
        site.Model.AddTerm(link, power, 1);
        site.Model.AddTerm(link, on, row.Factor);
    }
}
