using System.Collections.Immutable;
using Twins.Energy.Solvers;

namespace Twins.Energy.Scheduling;

/// <summary>Rows of something that can be charged.</summary>
internal interface IChargeRows : IAssetRows
{
    /// <summary>Charge power in the k-th step of the stay, in kW.</summary>
    Variable Charge(int k);

    /// <summary>Its upper bound in kW.</summary>
    double ChargeKw(int k);
}

/// <summary>
/// A vehicle that does not discharge: since its energy only grows, one row over the whole stay stands for all steps' energies,
/// <c>goal ≤ arrival + Σ h·ηc·charge + missing ≤ full</c>. With many vehicles that leaves a tenth of the rows.
/// </summary>
internal sealed class ChargeRows : IChargeRows
{
    private readonly SiteFormulation _site;
    private readonly StorageTraits _traits;
    private readonly VariableSeries _charge;

    /// <param name="site">The site.</param>
    /// <param name="traits">The vehicle; its discharge power is 0.</param>
    /// <param name="goalKwh">Energy wished for at the end of the stay.</param>
    public ChargeRows(SiteFormulation site, StorageTraits traits, double goalKwh)
    {
        (_site, _traits) = (site, traits);
        _charge = site.Model.AddVariables(site.Name(traits.Key, "charge"), traits.StepCount, 0, 0);
        if (traits.StepCount == 0)
        {
            return;
        }

        // Negated, as the rows of stores are: one kWh more in the vehicle is one kWh more on the right side.
        Row row = site.Model.AddRow(site.Name(traits.Key, "stored"), traits.InitialKwh - traits.MaxKwh, traits.InitialKwh - goalKwh);
        site.StoredRows[traits.Key] = row;
        site.Model.AddTerm(row, VehicleRows.Missing(site, traits, goalKwh), -1);
        for (int k = 0; k < traits.StepCount; k++)
        {
            AddStep(k, row);
        }
    }

    public Variable Charge(int k) => _charge[k];

    public double ChargeKw(int k) => _traits.ChargeKw * _traits.Presence[k];

    public ElementSchedule Read(SolvedPoint point)
    {
        double[] energiesKwh = new double[_site.Grid.Count];
        double[] powersKw = new double[_site.Grid.Count];
        double energyKwh = _traits.InitialKwh;
        for (int step = 0; step < energiesKwh.Length; step++)
        {
            int k = step - _traits.FirstStep;
            powersKw[step] = k >= 0 && k < _traits.StepCount ? -point[_charge[k]] : 0;
            energyKwh -= powersKw[step] * _site.Grid.Hours(step) * _traits.ChargeEfficiency;
            energiesKwh[step] = energyKwh;
        }

        ImmutableArray<double> powersW = SolvedPoint.Series(powersKw.Length, step => powersKw[step]);
        return new(_traits.Key, _traits.Kind, [new(_traits.Bus, powersW)]) { EnergyWh = SolvedPoint.Series(powersKw.Length, step => energiesKwh[step]) };
    }

    private void AddStep(int k, Row row)
    {
        int step = _traits.FirstStep + k;
        _site.Model.SetBounds(_charge[k], 0, ChargeKw(k));
        _site.Model.AddTerm(row, _charge[k], -_site.Grid.Hours(step) * _traits.ChargeEfficiency);
        _site.Inject(_traits.Bus, step, _charge[k], -1);
        _site.Limits.Add(_traits.Key, "charge power", "W", step, _charge[k], ChargeKw(k));
        _site.Commitments[($"{_traits.Key}.charge", step)] = _charge[k];
    }
}

/// <summary>A vehicle: a store that is present for a time, with a wish for its departure and an optional minimum charge power.</summary>
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
            AddMinPower(site, visit, traits, storage);
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

    private void AddMinPower(SiteFormulation site, VehicleVisit visit, StorageTraits traits, StorageRows? storage)
    {
        VariableSeries on = site.Model.AddIntegers(site.Name(visit.Key, "on"), traits.StepCount, 0, 1);
        for (int k = 0; k < traits.StepCount; k++)
        {
            double minKw = visit.MinChargePowerW / SiteFormulation.Kilo * traits.Presence[k];
            Link(site, visit.Key, $"least.{k}", _rows.Charge(k), on[k], (-minKw, 0, double.PositiveInfinity));
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
