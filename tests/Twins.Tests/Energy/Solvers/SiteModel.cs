using Twins.Energy.Solvers;

namespace Twins.Tests.Energy.Solvers;

/// <summary>
/// A site with grid connection, PV, load, battery and vehicles over a horizon, in W, Wh and €; a fixed seed gives a fixed model.
/// </summary>
internal sealed class SiteModel
{
    private readonly SiteModelOptions _options;
    private readonly Random _random;
    private readonly ModelBuilder _builder = new();
    private readonly double _connectionW;
    private RowSeries _balance;
    private VariableSeries _import;

    private SiteModel(SiteModelOptions options)
    {
        _options = options;
        _random = new Random(options.Seed);
        _connectionW = 20_000 + (options.Vehicles * (options.Overloaded ? 900 : 6_000));
    }

    public static Problem Create(SiteModelOptions options)
    {
        var model = new SiteModel(options);
        model.AddBalance();
        model.AddGrid();
        model.AddSun();
        if (options.Battery)
        {
            model.AddBattery();
        }

        for (int vehicle = 0; vehicle < options.Vehicles; vehicle++)
        {
            model.AddVehicle(vehicle);
        }

        return model._builder.Build();
    }

    /// <summary>€ per W over one step, from €/kWh.</summary>
    private double PerStep(double eurosPerKilowattHour) => eurosPerKilowattHour * _options.Hours / 1000;

    private double HourOf(int step) => step * _options.Hours % 24;

    private void AddBalance()
    {
        _balance = _builder.AddRows("balance", _options.Steps, 0, 0);
        for (int step = 0; step < _options.Steps; step++)
        {
            double loadW = 5_000 + (3_000 * Math.Sin(HourOf(step) * Math.PI / 12)) + (1_000 * _random.NextDouble());
            _builder.SetRange(_balance[step], loadW, loadW);
        }
    }

    private void AddGrid()
    {
        _import = _builder.AddVariables("import", _options.Steps, 0, _connectionW);
        VariableSeries export = _builder.AddVariables("export", _options.Steps, 0, _connectionW / 2);
        for (int step = 0; step < _options.Steps; step++)
        {
            double price = 0.15 + (0.1 * Math.Sin((HourOf(step) - 6) * Math.PI / 12)) + (0.02 * _random.NextDouble());
            price -= _options.NegativePrices && HourOf(step) is > 11 and < 15 ? 0.35 : 0;
            _builder.SetCost(_import[step], PerStep(price));
            _builder.SetCost(export[step], PerStep(0.01 - price));
            _builder.AddTerm(_balance[step], _import[step], 1);
            _builder.AddTerm(_balance[step], export[step], -1);
            if (_options.Quadratic)
            {
                _builder.AddQuadraticCost(_import[step], 1e-9 * _options.Hours);
            }
        }

        if (_options.PeakCharge)
        {
            AddPeak();
        }
    }

    private void AddPeak()
    {
        Variable peak = _builder.AddVariable("peak", 8_000, double.PositiveInfinity, 0.002);
        RowSeries below = _builder.AddRows("import below peak", _options.Steps, double.NegativeInfinity, 0);
        for (int step = 0; step < _options.Steps; step++)
        {
            _builder.AddTerm(below[step], _import[step], 1);
            _builder.AddTerm(below[step], peak, -1);
        }
    }

    private void AddSun()
    {
        VariableSeries pv = _builder.AddVariables("pv", _options.Steps, 0, 0);
        for (int step = 0; step < _options.Steps; step++)
        {
            double height = Math.Sin((HourOf(step) - 6) * Math.PI / 12);
            double availableW = height <= 0 ? 0 : 15_000 * height * (0.5 + (0.5 * _random.NextDouble()));
            _builder.SetBounds(pv[step], 0, availableW);
            _builder.AddTerm(_balance[step], pv[step], 1);
        }
    }

    private void AddBattery()
    {
        double capacityWh = 20_000 + (40_000 * _random.NextDouble());
        AddStorage("battery", 0, _options.Steps, capacityWh, capacityWh / 2, 0, capacityWh / 2, 0.95, 0.01);
    }

    private void AddVehicle(int vehicle)
    {
        int parked = 8 + _random.Next(Math.Min(_options.Steps, 56) - 8 + 1);
        int arrival = _random.Next(_options.Steps - parked + 1);
        double powerW = _random.Next(3) switch { 0 => 3_700, 1 => 11_000, _ => 22_000 };
        double maxWh = powerW * parked * _options.Hours;
        double wantedWh = Math.Min(10_000 + (40_000 * _random.NextDouble()), 0.9 * maxWh);
        wantedWh = _options.Infeasible && vehicle % 3 == 0 ? 1.1 * maxWh : wantedWh;
        if (_options.VehicleToGrid && vehicle % 2 == 0 && !_options.Infeasible)
        {
            double capacityWh = wantedWh + 20_000;
            AddStorage($"ev{vehicle}", arrival, parked, capacityWh, powerW, 10_000, 10_000 + (wantedWh * 0.8), 0.93, 0.03);
            return;
        }

        Row energy = _builder.AddRow($"ev{vehicle} energy", wantedWh, _options.Overloaded ? double.PositiveInfinity : wantedWh);
        VariableSeries charge = _builder.AddVariables($"ev{vehicle} charge", parked, 0, powerW);
        for (int step = 0; step < parked; step++)
        {
            _builder.AddTerm(energy, charge[step], _options.Hours);
            _builder.AddTerm(_balance[arrival + step], charge[step], -1);
        }

        if (_options.Overloaded)
        {
            Variable shortfall = _builder.AddVariable($"ev{vehicle} shortfall", 0, double.PositiveInfinity, 0.001);
            _builder.AddTerm(energy, shortfall, 1);
        }
    }

    private void AddStorage(
        string name, int arrival, int steps, double capacityWh, double powerW, double startWh, double endWh, double efficiency, double wear)
    {
        VariableSeries charge = _builder.AddVariables($"{name} charge", steps, 0, powerW, PerStep(wear));
        VariableSeries discharge = _builder.AddVariables($"{name} discharge", steps, 0, powerW, PerStep(wear));
        VariableSeries energy = _builder.AddVariables($"{name} energy", steps, 0, capacityWh);
        RowSeries change = _builder.AddRows($"{name} change", steps, 0, 0);
        for (int step = 0; step < steps; step++)
        {
            _builder.AddTerm(_balance[arrival + step], charge[step], -1);
            _builder.AddTerm(_balance[arrival + step], discharge[step], 1);
            _builder.AddTerm(change[step], energy[step], 1);
            _builder.AddTerm(change[step], charge[step], -efficiency * _options.Hours);
            _builder.AddTerm(change[step], discharge[step], _options.Hours / efficiency);
            if (step > 0)
            {
                _builder.AddTerm(change[step], energy[step - 1], -1);
            }

            if (_options.Quadratic)
            {
                _builder.AddQuadraticCost(charge[step], 2e-10);
                _builder.AddQuadraticCost(discharge[step], 2e-10);
                _builder.AddQuadraticCost(charge[step], discharge[step], 1e-10);
            }
        }

        _builder.SetRange(change[0], startWh, startWh);
        _builder.SetBounds(energy[steps - 1], endWh, capacityWh);
    }
}

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

/// <summary>The 240 site models that every build is held against, from 1 to 200 vehicles, every trait in every mixture.</summary>
internal static class RandomSiteModels
{
    private static readonly int[] VehicleCounts = [1, 2, 3, 5, 8, 13, 20, 34, 55, 90, 140, 200];
    private static readonly (int Steps, double Hours)[] Horizons = [(24, 1), (96, 0.25), (48, 0.5), (60, 1.0 / 60)];

    public static IEnumerable<SiteModelOptions> All()
    {
        for (int k = 0; k < 240; k++)
        {
            (int steps, double hours) = Horizons[k % Horizons.Length];
            yield return new SiteModelOptions(steps, VehicleCounts[k * 7 % VehicleCounts.Length])
            {
                Seed = k + 1,
                Hours = hours,
                NegativePrices = k % 2 == 1,
                Overloaded = k % 5 is 1 or 2,
                Infeasible = k % 12 == 5,
                VehicleToGrid = k % 3 == 0,
                Battery = k % 8 != 3,
                PeakCharge = k % 16 < 11,
            };
        }
    }
}
