using System.Collections.Immutable;
using Twins.Energy.Scheduling.Results;
using Twins.Energy.Solvers.Model;

namespace Twins.Energy.Scheduling.Formulation;

/// <summary>
/// A vehicle that gives nothing back: since its energy only grows, one row over the whole stay stands for all steps' energies,
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
