using System.Collections.Immutable;

namespace Twins.Energy.Scheduling;

/// <summary>
/// A plan without a solver: the previous plan carried on, or simple rules (stores level their bus, vehicles and deferrable loads
/// at once, ships as early as possible); step by step within all device limits, so that it can be applied as it is.
/// </summary>
internal static class FallbackPlan
{
    public static SiteSchedule Make(SchedulingSite site, TimeGrid grid, SiteSchedule? previous)
    {
        bool reaches = previous is not null && previous.Grid.Start <= grid.Start && previous.Grid.End > grid.Start;
        return reaches
            ? Make(site, grid, new CarriedPlan(previous!, grid, grid.Count), PlanSource.PreviousShifted)
            : Make(site, grid, null, PlanSource.RuleBased);
    }

    /// <summary>A plan by rules that does in the committed steps what another such plan of the same steps does, as far as its limits allow.</summary>
    public static SiteSchedule MakeAlike(SchedulingSite site, TimeGrid grid, SiteSchedule other, int committedSteps) =>
        Make(site, grid, new CarriedPlan(other, grid, committedSteps), PlanSource.RuleBased);

    private static SiteSchedule Make(SchedulingSite site, TimeGrid grid, CarriedPlan? carried, PlanSource source)
    {
        var state = new FallbackState(site, grid, carried);
        var tree = new BusTree(site);
        var powers = new IReadOnlyDictionary<(string Key, bool Second), double>[grid.Count];
        var energies = new Dictionary<string, double>[grid.Count];
        string[] stores = [.. site.Batteries.Select(b => b.Key), .. site.HydrogenStores.Select(h => h.Key), .. site.Vehicles.Select(v => v.Key)];
        for (int step = 0; step < grid.Count; step++)
        {
            powers[step] = new StepBalance(tree, state.At(step)).Solve();
            state.Advance(step, powers[step]);
            energies[step] = stores.ToDictionary(key => key, state.EnergyKwh, StringComparer.Ordinal);
        }

        ElementSchedule[] elements = [.. new FallbackReading(site, powers, energies).Elements()];
        ImmutableArray<UnmetWish> wishes = new FallbackWishes(site, grid, tree, elements).All();
        var decision = new DecisionRecord(Why(source, wishes), wishes, [], [], ImmutableDictionary<string, double>.Empty);
        return new(grid, source, [.. elements], new FigureSum(site, grid, elements).Total(), decision);
    }

    private static string Why(PlanSource source, ImmutableArray<UnmetWish> wishes)
    {
        string how = source == PlanSource.PreviousShifted ? "the previous plan is carried on" : "simple rules apply";
        string wish = wishes.IsEmpty ? "every wish is fulfilled" : Explanation.Describe(wishes[0]);
        return $"The solver did not finish in time, so {how}; {wish}.";
    }
}

/// <summary>
/// Without duals: the limit that a plan by rules is at between an element and the grid, in the steps in which the element is short.
/// </summary>
internal sealed class FallbackCauses(SchedulingSite site, TimeGrid grid, BusTree tree, ElementSchedule[] elements)
{
    /// <summary>A power this near to its limit, relative, is at it.</summary>
    private const double AtLimit = 1e-6;

    private readonly Dictionary<string, ElementSchedule> _elements = elements.ToDictionary(element => element.Key, StringComparer.Ordinal);

    /// <summary>The element's own power where it draws the most in every step of its interval, else the first limit on its way to the grid.</summary>
    public BindingLimit? OwnOrOnTheWay(string key, string bus, string limit, double maxW, DateTimeOffset from, DateTimeOffset to)
    {
        double ShareOf(int step) => grid.OverlapHours(step, from, to) / grid.Hours(step);
        int[] within = [.. Enumerable.Range(0, grid.Count).Where(step => ShareOf(step) > 0)];
        bool isOwn = within.Length > 0 && within.All(step => Reaches(-_elements[key].PowerW[step], maxW * ShareOf(step)));
        return isOwn ? Limit(key, limit, within, _ => maxW) : OnTheWay(bus, step => ShareOf(step) > 0);
    }

    /// <summary>The first converter or connection from a bus to the grid that is at its limit while the element is short; null for none.</summary>
    public BindingLimit? OnTheWay(string bus, Func<int, bool> isShort)
    {
        int[] steps = [.. Enumerable.Range(0, grid.Count).Where(isShort)];
        for (BusLink? link = tree.LinkOf(bus); link is not null; link = tree.LinkOf(bus))
        {
            double maxW = link.MaxDownKw * SiteFormulation.Kilo;
            int[] full = [.. steps.Where(step => Reaches(-AtParentW(link, step), maxW))];
            if (full.Length > 0)
            {
                return Limit(link.Converter, $"power from {link.Parent}", full, _ => maxW);
            }

            bus = link.Parent;
        }

        return site.GridConnections
            .Where(connection => connection.Bus == bus)
            .Select(connection => Import(connection, [.. steps.Where(step => Reaches(_elements[connection.Key].PowerW[step], connection.ImportCapacityW[step]))]))
            .FirstOrDefault(limit => limit is not null);
    }

    private BindingLimit? Import(SiteGridConnection connection, int[] full) =>
        full.Length == 0 ? null : Limit(connection.Key, "import capacity", full, step => connection.ImportCapacityW[step]);

    private double AtParentW(BusLink link, int step) =>
        _elements[link.Converter].Terminals.First(terminal => terminal.Bus == link.Parent).PowerW[step];

    private static bool Reaches(double powerW, double maxW) => powerW >= maxW - (AtLimit * (1 + maxW));

    /// <summary>What its relaxation would save is not known without a solver.</summary>
    private BindingLimit Limit(string key, string limit, int[] steps, Func<int, double> valueW) =>
        new(key, limit, valueW(steps[0]), "W", grid.Edges[steps[0]], grid.Edges[steps[^1] + 1], steps.Length, double.NaN);
}

/// <summary>The wishes that a fallback plan leaves unmet, each with the limit at which it stands.</summary>
internal sealed class FallbackWishes(SchedulingSite site, TimeGrid grid, BusTree tree, ElementSchedule[] elements)
{
    private const double MinWh = 0.1;

    private readonly Dictionary<string, ElementSchedule> _elements = elements.ToDictionary(element => element.Key, StringComparer.Ordinal);
    private readonly FallbackCauses _causes = new(site, grid, tree, elements);

    public ImmutableArray<UnmetWish> All() =>
    [
        .. Loads().Concat(Ships()).Concat(Vehicles()).Concat(Deferrables())
            .Where(wish => wish.AmountWh > MinWh)
            .OrderByDescending(wish => wish.Rank)
            .ThenBy(wish => wish.Element, StringComparer.Ordinal),
    ];

    private IEnumerable<UnmetWish> Loads() => site.Loads
        .Select(load => (load.Key, load.Bus, load.DrawnPowerW, Rank: load.Priority == 0 ? WishRank.CriticalLoad : WishRank.SheddableLoad))
        .Concat(site.DataCentres.Select(centre => (centre.Key, centre.Bus, centre.DrawnPowerW, Rank: WishRank.CriticalLoad)))
        .Select(load => Wish(load.Key, "load served", load.Rank, WantedWh(load.DrawnPowerW) - DrawnWh(load.Key)) with
        {
            Cause = _causes.OnTheWay(load.Bus, step => load.DrawnPowerW[step] + _elements[load.Key].PowerW[step] > MinWh),
        });

    private IEnumerable<UnmetWish> Ships() => site.ShipCalls.Select(call =>
        Wish(call.Key, "shore power", WishRank.ShipCall, ShipWh(call) - DrawnWh(call.Key)) with
        {
            Cause = _causes.OnTheWay(call.Bus, step => grid.OverlapHours(step, call.EarliestStart, call.LatestEnd) > 0),
        });

    private IEnumerable<UnmetWish> Vehicles() => site.Vehicles
        .Where(visit => grid.StepsWithin(visit.Arrival, visit.Departure).Count > 0)
        .Select(visit => Wish(
            visit.Key,
            "energy at departure",
            WishRank.VehicleEnergy,
            VehicleRows.TargetWithinHorizonWh(visit, grid) - _elements[visit.Key].EnergyWh[^1]) with
        {
            Cause = _causes.OwnOrOnTheWay(visit.Key, visit.Bus, "charge power", visit.MaxChargePowerW, visit.Arrival, visit.Departure),
        });

    private IEnumerable<UnmetWish> Deferrables() => site.DeferrableLoads.Select(load =>
        Wish(load.Key, "energy by the latest time", WishRank.DeferrableEnergy, DeferrableRows.EnergyWithinHorizonWh(load, grid) - DrawnWh(load.Key)) with
        {
            Cause = _causes.OwnOrOnTheWay(load.Key, load.Bus, "power", load.MaxPowerW, load.Earliest, load.Latest),
        });

    private UnmetWish Wish(string key, string wish, WishRank rank, double amountWh) => new(key, wish, rank, amountWh, grid.Start, grid.End, null);

    private double DrawnWh(string key) => Enumerable.Range(0, grid.Count).Sum(step => -_elements[key].PowerW[step] * grid.Hours(step));

    private double WantedWh(Profile profile) => Enumerable.Range(0, grid.Count).Sum(step => profile[step] * grid.Hours(step));

    /// <summary>What a ship that begins as early as possible draws within the horizon; its whole block when no start is left.</summary>
    private double ShipWh(ShipCall call)
    {
        DateTimeOffset[] starts = ShipStarts.Of(call, grid);
        if (starts.Length == 0)
        {
            return call.EarliestStart >= grid.End ? 0 : call.DrawnPowerW * call.Duration.TotalHours;
        }

        return Enumerable.Range(0, grid.Count).Sum(step => ShipStarts.Share(call, grid, starts[0], step) * grid.Hours(step)) * call.DrawnPowerW;
    }
}
