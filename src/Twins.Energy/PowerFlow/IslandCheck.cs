namespace Twins.Energy.PowerFlow;

/// <summary>
/// Every AC island needs a source of angle, every DC island something that holds its voltage; without, no
/// solution is defined. Converters do not join islands: they couple powers, not voltages.
/// </summary>
internal static class IslandCheck
{
    public static IEnumerable<string> FindFaults(NetworkCase network)
    {
        var forming = network.Converters
            .Where(converter => converter.Control == ConverterControl.GridForming)
            .Select(converter => converter.AcBus);
        var slack = network.AcBuses.Where(bus => bus.Control == AcBusControl.Slack).Select(bus => bus.Key).ToList();
        var acIslands = Islands(
            network.AcBuses.Select(bus => bus.Key), network.AcBranches.Select(branch => (branch.From, branch.To)));
        foreach (var fault in Unheld(acIslands, slack.Concat(forming), "AC", "slack bus or grid-forming converter"))
        {
            yield return fault;
        }

        var holding = network.DcBuses.Where(bus => bus.FixedVoltage is not null).Select(bus => bus.Key)
            .Concat(network.DroopSources.Select(source => source.Bus))
            .Concat(network.Converters
                .Where(converter => converter.Control is ConverterControl.DcVoltage or ConverterControl.Droop)
                .Select(converter => converter.DcBus));
        var dcIslands = Islands(
            network.DcBuses.Select(bus => bus.Key), network.DcLines.Select(line => (line.From, line.To)));
        foreach (var fault in Unheld(dcIslands, holding, "DC", "fixed voltage, droop source or voltage-holding converter"))
        {
            yield return fault;
        }

        foreach (var fault in HeldTwice(network))
        {
            yield return fault;
        }
    }

    private static IEnumerable<string> HeldTwice(NetworkCase network)
    {
        var dc = network.Converters.Where(converter => converter.Control == ConverterControl.DcVoltage)
            .Select(converter => converter.DcBus)
            .Concat(network.DcBuses.Where(bus => bus.FixedVoltage is not null).Select(bus => bus.Key))
            .Select(bus => $"DC bus '{bus}'");
        var ac = network.Converters.Where(converter => converter.Control == ConverterControl.GridForming)
            .Select(converter => converter.AcBus)
            .Concat(network.AcBuses.Where(bus => bus.Control != AcBusControl.Load).Select(bus => bus.Key))
            .Select(bus => $"AC bus '{bus}'");
        return dc.Concat(ac).GroupBy(key => key, StringComparer.Ordinal).Where(group => group.Count() > 1)
            .Select(group => $"the voltage of {group.Key} is held by {group.Count()} elements; only one may hold it");
    }

    private static IEnumerable<string> Unheld(
        List<List<string>> islands, IEnumerable<string> sources, string kind, string wanted)
    {
        var holding = sources.ToHashSet(StringComparer.Ordinal);
        foreach (var island in islands.Where(island => !island.Exists(holding.Contains)))
        {
            var name = island.Count == 1 ? $"'{island[0]}'" : $"of {island.Count} buses around '{island[0]}'";
            yield return $"the {kind} island {name} has no {wanted}";
        }
    }

    private static List<List<string>> Islands(IEnumerable<string> buses, IEnumerable<(string From, string To)> branches)
    {
        var neighbours = buses.ToDictionary(bus => bus, _ => new List<string>(), StringComparer.Ordinal);
        foreach (var (from, to) in branches)
        {
            neighbours[from].Add(to);
            neighbours[to].Add(from);
        }

        var islands = new List<List<string>>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var start in neighbours.Keys)
        {
            if (seen.Add(start))
            {
                islands.Add(Reach(start, neighbours, seen));
            }
        }

        return islands;
    }

    private static List<string> Reach(string start, Dictionary<string, List<string>> neighbours, HashSet<string> seen)
    {
        var island = new List<string> { start };
        for (var i = 0; i < island.Count; i++)
        {
            island.AddRange(neighbours[island[i]].Where(seen.Add));
        }

        return island;
    }
}
