namespace Twins.Energy.Scheduling;

/// <summary>
/// Balances one step from the leaves of the bus tree up: a store follows its plan or levels its bus, converters and grid take the
/// rest, and as many categories of demand are served as that allows.
/// </summary>
internal sealed class StepBalance(BusTree tree, StepDevices devices)
{
    private const int Halvings = 40;
    private const double MinKw = 1e-12;

    private readonly Dictionary<(string Key, bool Second), double> _powers = [];
    private readonly Dictionary<string, double> _needKw = [];

    /// <summary>Power of each element in kW, positive into the bus; a converter's second bus apart.</summary>
    public IReadOnlyDictionary<(string Key, bool Second), double> Solve()
    {
        if (!TryServe(StepDemand.CategoryCount))
        {
            double low = 0;
            double high = StepDemand.CategoryCount;
            for (int k = 0; k < Halvings; k++)
            {
                double middle = (low + high) / 2;
                (low, high) = TryServe(middle) ? (middle, high) : (low, middle);
            }

            TryServe(low);
        }

        return _powers;
    }

    /// <summary>A surplus that a bus further up cannot take is curtailed at its source: then nothing is passed up.</summary>
    private bool TryServe(double served) => TryServe(served, passUp: true) || TryServe(served, passUp: false);

    private bool TryServe(double served, bool passUp)
    {
        _powers.Clear();
        _needKw.Clear();
        foreach (StepDemand demand in devices.Demands)
        {
            double drawnKw = demand.DrawnKw(served);
            _powers[(demand.Key, false)] = -drawnKw;
            Need(demand.Bus, drawnKw);
        }

        return tree.LeavesFirst.All(bus => TryBalance(bus, passUp));
    }

    private void Need(string bus, double powerKw) => _needKw[bus] = _needKw.GetValueOrDefault(bus) + powerKw;

    private bool TryBalance(string bus, bool passUp)
    {
        BusLink? link = tree.LinkOf(bus);
        double maxInKw = link is null ? Grids(bus).Sum(grid => grid.ImportKw) : link.MaxDownKw * link.DownEfficiency;
        double maxOutKw = link is null ? Grids(bus).Sum(grid => grid.ExportKw) : passUp ? link.MaxUpKw : 0;
        double deficitKw = _needKw.GetValueOrDefault(bus);
        deficitKw = UseSun(bus, deficitKw);
        deficitKw = UseStores(bus, deficitKw);
        deficitKw = MoveStores(bus, deficitKw, deficitKw - Math.Clamp(deficitKw, -maxOutKw, maxInKw));
        deficitKw = Curtail(bus, deficitKw, -maxOutKw - deficitKw);
        if (deficitKw > maxInKw + MinKw || deficitKw < -maxOutKw - MinKw)
        {
            return false;
        }

        if (link is null)
        {
            UseGrids(bus, deficitKw);
        }
        else
        {
            UseLink(link, deficitKw);
        }

        return true;
    }

    private IEnumerable<StepGrid> Grids(string bus) => devices.Grids.Where(grid => grid.Bus == bus);

    private double UseSun(string bus, double deficitKw)
    {
        foreach (StepSupply sun in devices.Suns.Where(sun => sun.Bus == bus))
        {
            _powers[(sun.Key, false)] = sun.AvailableKw;
            deficitKw -= sun.AvailableKw;
        }

        return deficitKw;
    }

    private double UseStores(string bus, double deficitKw)
    {
        foreach (StepStore store in devices.Stores.Where(store => store.Bus == bus))
        {
            double powerKw = Math.Clamp(store.WantedKw ?? deficitKw, store.MinKw, store.MaxKw);
            _powers[(store.Key, false)] = powerKw;
            deficitKw -= powerKw;
        }

        return deficitKw;
    }

    /// <summary>Stores leave their plan where the link cannot take the excess.</summary>
    private double MoveStores(string bus, double deficitKw, double excessKw)
    {
        foreach (StepStore store in devices.Stores.Where(store => store.Bus == bus))
        {
            double before = _powers[(store.Key, false)];
            double after = Math.Clamp(before + excessKw, store.MinKw, store.MaxKw);
            _powers[(store.Key, false)] = after;
            excessKw -= after - before;
            deficitKw -= after - before;
        }

        return deficitKw;
    }

    private double Curtail(string bus, double deficitKw, double surplusKw)
    {
        foreach (StepSupply sun in devices.Suns.Where(sun => sun.Bus == bus))
        {
            double cutKw = Math.Clamp(surplusKw, 0, sun.AvailableKw);
            _powers[(sun.Key, false)] -= cutKw;
            surplusKw -= cutKw;
            deficitKw += cutKw;
        }

        return deficitKw;
    }

    private void UseGrids(string bus, double deficitKw)
    {
        foreach (StepGrid grid in Grids(bus))
        {
            double powerKw = Math.Clamp(deficitKw, -grid.ExportKw, grid.ImportKw);
            _powers[(grid.Key, false)] = powerKw;
            deficitKw -= powerKw;
        }
    }

    private void UseLink(BusLink link, double deficitKw)
    {
        double atParentKw = deficitKw > 0 ? -deficitKw / link.DownEfficiency : -deficitKw * link.UpEfficiency;
        _powers[(link.Converter, !link.ChildIsFirst)] = deficitKw;
        _powers[(link.Converter, link.ChildIsFirst)] = atParentKw;
        Need(link.Parent, -atParentKw);
    }
}

/// <summary>Everything that matters for the balance of one step, in kW.</summary>
internal sealed record StepDevices(
    IReadOnlyList<StepDemand> Demands, IReadOnlyList<StepSupply> Suns, IReadOnlyList<StepStore> Stores, IReadOnlyList<StepGrid> Grids);

/// <summary>A power that is drawn if there is enough. Lower categories are served first; below its least power it is not drawn at all.</summary>
internal readonly record struct StepDemand(string Key, string Bus, int Category, double PowerKw, double MinKw = 0)
{
    /// <summary>Critical loads 0, sheddable loads 1 … 9 by their priority.</summary>
    public const int Ship = 10;
    public const int Vehicle = 11;
    public const int Deferrable = 12;
    public const int CategoryCount = 13;

    /// <param name="served">How many categories are served; the fraction goes to the last of them.</param>
    public double DrawnKw(double served)
    {
        double drawnKw = PowerKw * Math.Clamp(served - Category, 0, 1);
        return drawnKw < MinKw ? 0 : drawnKw;
    }
}

/// <summary>A plant and what it offers.</summary>
internal readonly record struct StepSupply(string Key, string Bus, double AvailableKw);

/// <summary>A store and the powers it can give (positive) and take (negative); null wanted: it levels its bus.</summary>
internal readonly record struct StepStore(string Key, string Bus, double MinKw, double MaxKw, double? WantedKw);

/// <summary>A connection's capacities.</summary>
internal readonly record struct StepGrid(string Key, string Bus, double ImportKw, double ExportKw);

/// <summary>
/// The buses as trees, each rooted where the grid is connected: a fallback plan feeds every bus over one converter only, so
/// that powers follow from the leaves up without solving anything.
/// </summary>
internal sealed class BusTree
{
    private readonly Dictionary<string, BusLink?> _links = [];
    private readonly List<string> _fromRoots = [];

    public BusTree(SchedulingSite site)
    {
        foreach (string root in site.GridConnections.Select(connection => connection.Bus).Concat(site.Buses.Select(bus => bus.Key)))
        {
            if (_links.TryAdd(root, null))
            {
                Grow(site, root);
            }
        }
    }

    /// <summary>All buses, each before the one that feeds it.</summary>
    public IEnumerable<string> LeavesFirst => Enumerable.Reverse(_fromRoots);

    /// <summary>The converter that feeds a bus; null at a root.</summary>
    public BusLink? LinkOf(string bus) => _links[bus];

    private void Grow(SchedulingSite site, string root)
    {
        var open = new Queue<string>([root]);
        while (open.TryDequeue(out string? bus))
        {
            _fromRoots.Add(bus);
            foreach (InterlinkConverter converter in site.Converters)
            {
                if (BusLink.Between(converter, bus) is { } link && !IsRootOfGrid(site, link.Child) && _links.TryAdd(link.Child, link))
                {
                    open.Enqueue(link.Child);
                }
            }
        }
    }

    private static bool IsRootOfGrid(SchedulingSite site, string bus) => site.GridConnections.Any(connection => connection.Bus == bus);
}

/// <summary>A converter seen from the bus it feeds; powers in kW.</summary>
internal sealed record BusLink(string Converter, string Parent, string Child, bool ChildIsFirst)
{
    /// <summary>Maximum power drawn from the parent.</summary>
    public required double MaxDownKw { get; init; }

    public required double DownEfficiency { get; init; }

    /// <summary>Maximum power drawn from the child.</summary>
    public required double MaxUpKw { get; init; }

    public required double UpEfficiency { get; init; }

    /// <summary>The link when the converter begins or ends at the parent, else null.</summary>
    public static BusLink? Between(InterlinkConverter converter, string parent)
    {
        double firstKw = converter.MaxFromFirstW / SiteFormulation.Kilo;
        double secondKw = converter.MaxFromSecondW / SiteFormulation.Kilo;
        if (converter.FirstBus == parent)
        {
            return new(converter.Key, parent, converter.SecondBus, ChildIsFirst: false)
            {
                MaxDownKw = firstKw,
                DownEfficiency = converter.EfficiencyFromFirst,
                MaxUpKw = secondKw,
                UpEfficiency = converter.EfficiencyFromSecond,
            };
        }

        return converter.SecondBus != parent ? null : new(converter.Key, parent, converter.FirstBus, ChildIsFirst: true)
        {
            MaxDownKw = secondKw,
            DownEfficiency = converter.EfficiencyFromSecond,
            MaxUpKw = firstKw,
            UpEfficiency = converter.EfficiencyFromFirst,
        };
    }
}
