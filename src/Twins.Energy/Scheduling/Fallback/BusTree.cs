using Twins.Energy.Scheduling.Formulation;
using Twins.Energy.Scheduling.Sites;

namespace Twins.Energy.Scheduling.Fallback;

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
    /// <summary>Most power drawn from the parent.</summary>
    public required double MostDownKw { get; init; }

    public required double DownEfficiency { get; init; }

    /// <summary>Most power drawn from the child.</summary>
    public required double MostUpKw { get; init; }

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
                MostDownKw = firstKw,
                DownEfficiency = converter.EfficiencyFromFirst,
                MostUpKw = secondKw,
                UpEfficiency = converter.EfficiencyFromSecond,
            };
        }

        return converter.SecondBus != parent ? null : new(converter.Key, parent, converter.FirstBus, ChildIsFirst: true)
        {
            MostDownKw = secondKw,
            DownEfficiency = converter.EfficiencyFromSecond,
            MostUpKw = firstKw,
            UpEfficiency = converter.EfficiencyFromFirst,
        };
    }
}
