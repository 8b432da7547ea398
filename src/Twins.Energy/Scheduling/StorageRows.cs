using System.Collections.Immutable;
using Twins.Energy.Solvers;

namespace Twins.Energy.Scheduling;

/// <summary>
/// Charge, discharge and energy of anything that stores, while it is there:
/// <c>E[t] = E[t−1]·(1 − σ)^h + h·(ηc·charge − discharge/ηd)</c>.
/// </summary>
internal sealed class StorageRows : IChargeRows
{
    private readonly SiteFormulation _site;
    private readonly StorageTraits _traits;
    private readonly VariableSeries _charge;
    private readonly VariableSeries _discharge;
    private readonly VariableSeries _energy;

    public StorageRows(SiteFormulation site, StorageTraits traits)
    {
        (_site, _traits) = (site, traits);
        _charge = site.Model.AddVariables(site.Name(traits.Key, "charge"), traits.StepCount, 0, 0);
        _discharge = site.Model.AddVariables(site.Name(traits.Key, "discharge"), traits.StepCount, 0, 0);
        _energy = site.Model.AddVariables(site.Name(traits.Key, "energy"), traits.StepCount, 0, traits.CapacityKwh);
        RowSeries rows = site.Model.AddRows(site.Name(traits.Key, "stored"), traits.StepCount, 0, 0);
        double idleKwh = traits.InitialKwh;
        for (int k = 0; k < traits.StepCount; k++)
        {
            AddPower(k);
            idleKwh *= Kept(k);
            AddWindow(k, idleKwh);
            AddStored(k, rows[k]);
        }

        if (traits.StepCount > 0)
        {
            site.StoredRows[traits.Key] = rows[0];
            site.Cost(EnergyAtEnd, -traits.TerminalEurPerKwh * site.Objectives.CostWeight);
        }
    }

    public Variable EnergyAtEnd => _energy[_traits.StepCount - 1];

    public Variable Charge(int k) => _charge[k];

    public Variable Discharge(int k) => _discharge[k];

    /// <summary>Energy at the end of a step of the horizon that lies within the stay.</summary>
    public Variable EnergyAfter(int step) => _energy[step - _traits.FirstStep];

    public double ChargeKw(int k) => _traits.ChargeKw * _traits.Presence[k];

    public ElementSchedule Read(SolvedPoint point)
    {
        int first = _traits.FirstStep;
        int last = first + _traits.StepCount - 1;
        double Power(int step) => step < first || step > last ? 0 : point[_discharge[step - first]] - point[_charge[step - first]];
        double Energy(int step) => step < first || _traits.StepCount == 0 ? _traits.InitialKwh : point[_energy[Math.Min(step, last) - first]];
        ImmutableArray<double> powers = SolvedPoint.Series(_site.Grid.Count, Power);
        return new(_traits.Key, _traits.Kind, [new(_traits.Bus, powers)]) { EnergyWh = SolvedPoint.Series(_site.Grid.Count, Energy) };
    }

    private double Hours(int k) => _site.Grid.Hours(_traits.FirstStep + k);

    private double Kept(int k) => Math.Pow(1 - _traits.SelfDischargePerHour, Hours(k));

    private void AddPower(int k)
    {
        int step = _traits.FirstStep + k;
        double dischargeKw = _traits.DischargeKw * _traits.Presence[k];
        _site.Model.SetBounds(_charge[k], 0, ChargeKw(k));
        _site.Model.SetBounds(_discharge[k], 0, dischargeKw);
        _site.Cost(_charge[k], _traits.ChargeWearEurPerKwh * Hours(k));
        _site.Cost(_discharge[k], _traits.DischargeWearEurPerKwh * Hours(k));
        if (_traits.QuadraticWearEurPerKw2h > 0)
        {
            _site.QuadraticCost(_charge[k], 2 * _traits.QuadraticWearEurPerKw2h * Hours(k));
            _site.QuadraticCost(_discharge[k], 2 * _traits.QuadraticWearEurPerKw2h * Hours(k));
        }

        _site.Inject(_traits.Bus, step, _charge[k], -1);
        _site.Inject(_traits.Bus, step, _discharge[k], 1);
        _site.Limits.Add(_traits.Key, "charge power", "W", step, _charge[k], ChargeKw(k));
        _site.Commitments[($"{_traits.Key}.charge", step)] = _charge[k];
        _site.Commitments[($"{_traits.Key}.discharge", step)] = _discharge[k];
        if (dischargeKw > 0)
        {
            _site.Pairs.Add(new ExclusivePair(_discharge[k], _charge[k]));
            _site.Limits.Add(_traits.Key, "discharge power", "W", step, _discharge[k], dischargeKw);
        }
    }

    /// <summary>
    /// The window is hard as far as an idle store stays within it, so that doing nothing is always possible; where it does not, being
    /// within it is a wish.
    /// </summary>
    private void AddWindow(int k, double idleKwh)
    {
        int step = _traits.FirstStep + k;
        double maxKwh = Math.Max(_traits.MaxKwh, idleKwh);
        _site.Model.SetBounds(_energy[k], Math.Min(_traits.MinKwh, idleKwh), maxKwh);
        _site.Limits.Add(_traits.Key, "storage capacity", "Wh", step, _energy[k], maxKwh);
        if (idleKwh < _traits.MinKwh)
        {
            AddWindowWish(k, 1, _traits.MinKwh - idleKwh, (_traits.MinKwh, double.PositiveInfinity));
        }
        else if (idleKwh > _traits.MaxKwh)
        {
            AddWindowWish(k, -1, idleKwh - _traits.MaxKwh, (double.NegativeInfinity, _traits.MaxKwh));
        }
    }

    private void AddWindowWish(int k, double sign, double maxKwh, (double Lower, double Upper) window)
    {
        int step = _traits.FirstStep + k;
        var topic = new WishTopic(_traits.Key, "state of charge within the window", WishRank.StorageWindow, step, 1);
        Variable outside = _site.Shortfall(topic, maxKwh, Hours(k));
        Row row = _site.Model.AddRow(_site.Name(_traits.Key, $"window.{step}"), window.Lower, window.Upper);
        _site.Model.AddTerm(row, _energy[k], 1);
        _site.Model.AddTerm(row, outside, sign);
    }

    private void AddStored(int k, Row row)
    {
        _site.Model.AddTerm(row, _energy[k], 1);
        _site.Model.AddTerm(row, _charge[k], -Hours(k) * _traits.ChargeEfficiency);
        _site.Model.AddTerm(row, _discharge[k], Hours(k) / _traits.DischargeEfficiency);
        if (k > 0)
        {
            _site.Model.AddTerm(row, _energy[k - 1], -Kept(k));
        }
        else
        {
            _site.Model.SetRange(row, _traits.InitialKwh * Kept(0), _traits.InitialKwh * Kept(0));
        }
    }
}

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

    public static StorageTraits Of(SiteBattery battery, TimeGrid grid, double defaultTerminalEurPerKwh)
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
