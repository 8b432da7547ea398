using System.Collections.Immutable;
using Twins.Energy.Solvers;

namespace Twins.Energy.Scheduling;

/// <summary>
/// One site (or one scenario of it) on its way into a model: balances, costs, limits and wishes. Inside the model powers are kW,
/// energies kWh and costs EUR, so that numbers of one size meet in a row.
/// </summary>
internal sealed class SiteFormulation
{
    /// <summary>W per kW, Wh per kWh.</summary>
    public const double Kilo = 1000;

    private readonly Dictionary<string, RowSeries> _balances = [];
    private readonly Dictionary<string, double[]> _demandKw = [];
    private readonly string _prefix;

    public SiteFormulation(
        ModelBuilder model,
        SchedulingSite site,
        TimeGrid grid,
        ScheduleObjectives objectives,
        Penalties penalties,
        ScenarioShare share)
    {
        (Model, Site, Grid, Objectives, Penalties) = (model, site, grid, objectives, penalties);
        (_prefix, Probability) = (share.Prefix, share.Probability);
        foreach (SiteBus bus in site.Buses)
        {
            _balances[bus.Key] = model.AddRows($"{_prefix}{bus.Key}.balance", grid.Count, 0, 0);
            _demandKw[bus.Key] = new double[grid.Count];
        }
    }

    public ModelBuilder Model { get; }

    public SchedulingSite Site { get; }

    public TimeGrid Grid { get; }

    public ScheduleObjectives Objectives { get; }

    public Penalties Penalties { get; }

    public double Probability { get; }

    public LimitRegister Limits { get; } = new();

    public List<Wish> Wishes { get; } = [];

    /// <summary>Powers of which only one may flow at a time.</summary>
    public List<ExclusivePair> Pairs { get; } = [];

    /// <summary>The row of each store in the first step: one kWh more in the store is one kWh more on its right side.</summary>
    public Dictionary<string, Row> StoredRows { get; } = [];

    /// <summary>Variables that must be the same in all scenarios during the committed steps, by name and step.</summary>
    public Dictionary<(string Name, int Step), Variable> Commitments { get; } = [];

    public string Name(string element, string what) => $"{_prefix}{element}.{what}";

    public Row Balance(string bus, int step) => _balances[bus][step];

    /// <summary>A variable's power into a bus, per unit.</summary>
    public void Inject(string bus, int step, Variable variable, double perUnit) => Model.AddTerm(_balances[bus][step], variable, perUnit);

    /// <summary>A power that is drawn whatever is decided.</summary>
    public void Demand(string bus, int step, double powerKw) => _demandKw[bus][step] += powerKw;

    /// <summary>Sets the whole linear cost of a variable; weighted by the scenario's probability.</summary>
    public void Cost(Variable variable, double eurPerUnit) => Model.SetCost(variable, eurPerUnit * Probability);

    public void QuadraticCost(Variable variable, double curvature) => Model.AddQuadraticCost(variable, curvature * Probability);

    /// <summary>A wish's shortfall as a variable, priced by its rank.</summary>
    /// <param name="wish">What is wished.</param>
    /// <param name="upper">Largest shortfall, in the unit of the variable.</param>
    /// <param name="kilowattHoursPerUnit">kWh that one unit of the variable stands for.</param>
    /// <param name="priority">Place within the rank.</param>
    public Variable Shortfall(WishTopic wish, double upper, double kilowattHoursPerUnit, int priority = 0)
    {
        Variable slack = Model.AddVariable(Name(wish.Element, $"{wish.Name}.short.{wish.FirstStep}"), 0, upper);
        Cost(slack, Penalties.EurPerKwh(wish.Rank, priority) * kilowattHoursPerUnit);
        Wishes.Add(new Wish(wish, priority, slack, kilowattHoursPerUnit));
        return slack;
    }

    /// <summary>Writes what is drawn into the balances; last step of the formulation.</summary>
    public void Close()
    {
        foreach ((string bus, RowSeries rows) in _balances)
        {
            for (int step = 0; step < Grid.Count; step++)
            {
                Model.SetRange(rows[step], _demandKw[bus][step], _demandKw[bus][step]);
            }
        }
    }
}

/// <summary>A scenario's part in a model: prefix of its names and weight of its costs.</summary>
internal readonly record struct ScenarioShare(string Prefix, double Probability)
{
    public static ScenarioShare Only => new(string.Empty, 1);
}

/// <summary>Two powers of opposite direction, the first positive into the bus.</summary>
internal readonly record struct ExclusivePair(Variable Forward, Variable Backward);

/// <summary>What is wished, of which element, over which steps.</summary>
internal readonly record struct WishTopic(string Element, string Name, WishRank Rank, int FirstStep, int StepCount);

/// <summary>A wish with its place within the rank and the variable that measures its shortfall.</summary>
internal readonly record struct Wish(WishTopic Topic, int Priority, Variable Shortfall, double KilowattHoursPerUnit);

/// <summary>All elements of a site in the model.</summary>
internal static class SiteAssets
{
    public static List<IAssetRows> Add(SiteFormulation site)
    {
        var assets = new List<IAssetRows>();
        assets.AddRange(site.Site.GridConnections.Select(connection => new GridRows(site, connection)));
        AddStores(site, assets);
        assets.AddRange(site.Site.Photovoltaics.Select(plant => new PhotovoltaicRows(site, plant)));
        assets.AddRange(site.Site.Loads.Select(load => new LoadRows(site, load)));
        assets.AddRange(site.Site.DeferrableLoads.Select(load => new DeferrableRows(site, load)));
        assets.AddRange(site.Site.Vehicles.Select(visit => new VehicleRows(site, visit)));
        assets.AddRange(site.Site.ShipCalls.Select(call => new ShipRows(site, call)));
        assets.AddRange(site.Site.Converters.Select(converter => new ConverterRows(site, converter)));
        assets.AddRange(site.Site.DataCentres.Select(centre => new DataCentreRows(site, centre)));
        site.Close();
        return assets;
    }

    private static void AddStores(SiteFormulation site, List<IAssetRows> assets)
    {
        double terminalEurPerKwh = MeanImportPrice(site);
        StorageTraits[] stores =
        [
            .. site.Site.Batteries.Select(battery => StorageTraits.Of(battery, site.Grid, terminalEurPerKwh)),
            .. site.Site.HydrogenStores.Select(store => StorageTraits.Of(store, site.Grid)),
        ];
        StorageRows[] rows = [.. stores.Select(store => new StorageRows(site, store))];
        assets.AddRange(rows);
        ReserveRows.Add(site, [.. rows.Zip(stores, (row, store) => (row, store.MinKwh, store.DischargeEfficiency))]);
    }

    private static double MeanImportPrice(SiteFormulation site) => site.Site.GridConnections.IsEmpty
        ? 0
        : site.Site.GridConnections.Average(connection =>
            Enumerable.Range(0, site.Grid.Count).Sum(step => connection.ImportPriceEurPerKwh[step] * site.Grid.Hours(step))
            / (site.Grid.End - site.Grid.Start).TotalHours);
}

/// <summary>The variables and rows of one element, and how to read its schedule from a solution.</summary>
internal interface IAssetRows
{
    ElementSchedule Read(SolvedPoint point);
}

/// <summary>Remembers which upper bound stands for which limit of which element, so that binding ones can be named.</summary>
internal sealed class LimitRegister
{
    private readonly List<DeviceLimit> _limits = [];

    public IReadOnlyList<DeviceLimit> All => _limits;

    /// <param name="element">Key of the element.</param>
    /// <param name="name">The limit in words.</param>
    /// <param name="unit">W or Wh.</param>
    /// <param name="step">Index of the step.</param>
    /// <param name="variable">The variable bounded from above, in kW or kWh.</param>
    /// <param name="value">The bound, in kW or kWh.</param>
    public void Add(string element, string name, string unit, int step, Variable variable, double value) =>
        _limits.Add(new DeviceLimit(new LimitTopic(element, name, unit), step, variable, value));
}

/// <summary>A limit of an element, over all steps.</summary>
internal readonly record struct LimitTopic(string Element, string Name, string Unit);

/// <summary>A limit in one step.</summary>
internal readonly record struct DeviceLimit(LimitTopic Topic, int Step, Variable Variable, double Value);

/// <summary>A solution read through the bounds of its problem: what rounding left outside them is put back.</summary>
internal sealed class SolvedPoint(Problem problem, Solution solution)
{
    public Problem Problem => problem;

    public Solution Solution => solution;

    public double this[Variable variable] =>
        Math.Clamp(solution[variable], problem.LowerBounds[variable.Index], problem.UpperBounds[variable.Index]);

    /// <summary>One number per step, in W or Wh.</summary>
    public static ImmutableArray<double> Series(int steps, Func<int, double> kilo)
    {
        var values = ImmutableArray.CreateBuilder<double>(steps);
        for (int step = 0; step < steps; step++)
        {
            values.Add(kilo(step) * SiteFormulation.Kilo);
        }

        return values.MoveToImmutable();
    }
}
