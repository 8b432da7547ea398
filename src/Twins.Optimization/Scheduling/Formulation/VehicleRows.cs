using Twins.Optimization.Scheduling.Results;
using Twins.Optimization.Scheduling.Sites;
using Twins.Optimization.Solver.Model;

namespace Twins.Optimization.Scheduling.Formulation;

/// <summary>A vehicle: a store that comes and goes, with a wish for its departure and perhaps a least charge power.</summary>
internal sealed class VehicleRows : IAssetRows
{
    private readonly StorageRows _storage;

    public VehicleRows(SiteFormulation site, VehicleVisit visit)
    {
        StorageTraits traits = StorageTraits.Of(visit, site.Grid);
        _storage = new StorageRows(site, traits);
        if (traits.StepCount == 0)
        {
            return;
        }

        AddTarget(site, visit, traits);
        if (visit.MinChargePowerW > 0)
        {
            AddLeastPower(site, visit, traits);
        }
    }

    public ElementSchedule Read(SolvedPoint point) => _storage.Read(point);

    /// <summary>What still can be charged after the horizon's end need not be charged within it.</summary>
    public static double TargetWithinHorizonWh(VehicleVisit visit, TimeGrid grid)
    {
        DateTimeOffset reachable = visit.Arrival > grid.End ? visit.Arrival : grid.End;
        double laterHours = Math.Max(0, (visit.Departure - reachable).TotalHours);
        return Math.Max(0, visit.TargetEnergyWh - (laterHours * visit.MaxChargePowerW * visit.ChargeEfficiency));
    }

    private void AddTarget(SiteFormulation site, VehicleVisit visit, StorageTraits traits)
    {
        double targetKwh = TargetWithinHorizonWh(visit, site.Grid) / SiteFormulation.Kilo;
        var topic = new WishTopic(visit.Key, "energy at departure", WishRank.VehicleEnergy, traits.FirstStep, traits.StepCount);
        Variable missing = site.Shortfall(topic, targetKwh, 1);
        Row row = site.Model.AddRow(site.Name(visit.Key, "target"), targetKwh, double.PositiveInfinity);
        site.Model.AddTerm(row, _storage.EnergyAtEnd, 1);
        site.Model.AddTerm(row, missing, 1);
    }

    private void AddLeastPower(SiteFormulation site, VehicleVisit visit, StorageTraits traits)
    {
        VariableSeries on = site.Model.AddIntegers(site.Name(visit.Key, "on"), traits.StepCount, 0, 1);
        for (int k = 0; k < traits.StepCount; k++)
        {
            double leastKw = visit.MinChargePowerW / SiteFormulation.Kilo * traits.Presence[k];
            double givesKw = traits.DischargeKw * traits.Presence[k];
            Link(site, visit.Key, $"least.{k}", _storage.Charge(k), on[k], (-leastKw, 0, double.PositiveInfinity));
            Link(site, visit.Key, $"most.{k}", _storage.Charge(k), on[k], (-_storage.ChargeKw(k), double.NegativeInfinity, 0));
            if (givesKw > 0)
            {
                Link(site, visit.Key, $"gives.{k}", _storage.Discharge(k), on[k], (givesKw, double.NegativeInfinity, givesKw));
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
