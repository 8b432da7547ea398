namespace Twins.Energy.Scheduling.Fallback;

/// <summary>
/// Balances one step from the leaves of the bus tree up: a store follows its plan or levels its bus, converters and grid take the
/// rest, and as many categories of demand are served as that allows.
/// </summary>
internal sealed class StepBalance(BusTree tree, StepDevices devices)
{
    private const int Halvings = 40;
    private const double LeastKw = 1e-12;

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
        double mostInKw = link is null ? Grids(bus).Sum(grid => grid.ImportKw) : link.MostDownKw * link.DownEfficiency;
        double mostOutKw = link is null ? Grids(bus).Sum(grid => grid.ExportKw) : passUp ? link.MostUpKw : 0;
        double deficitKw = _needKw.GetValueOrDefault(bus);
        deficitKw = UseSun(bus, deficitKw);
        deficitKw = UseStores(bus, deficitKw);
        deficitKw = MoveStores(bus, deficitKw, deficitKw - Math.Clamp(deficitKw, -mostOutKw, mostInKw));
        deficitKw = Curtail(bus, deficitKw, -mostOutKw - deficitKw);
        if (deficitKw > mostInKw + LeastKw || deficitKw < -mostOutKw - LeastKw)
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
            double powerKw = Math.Clamp(store.WantedKw ?? deficitKw, store.LowestKw, store.HighestKw);
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
            double after = Math.Clamp(before + excessKw, store.LowestKw, store.HighestKw);
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
