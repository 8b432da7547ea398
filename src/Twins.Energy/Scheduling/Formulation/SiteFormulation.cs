using Twins.Energy.Scheduling.Sites;
using Twins.Energy.Solvers.Model;

namespace Twins.Energy.Scheduling.Formulation;

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
        foreach (Bus bus in site.Buses)
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
