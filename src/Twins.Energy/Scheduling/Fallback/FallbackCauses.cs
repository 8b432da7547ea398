using Twins.Energy.Scheduling.Decisions;
using Twins.Energy.Scheduling.Results;
using Twins.Energy.Scheduling.Sites;

namespace Twins.Energy.Scheduling.Fallback;

/// <summary>
/// Without duals: the limit that a plan by rules stands at between an element and the grid, in the steps in which the element is short.
/// </summary>
internal sealed class FallbackCauses(SchedulingSite site, TimeGrid grid, BusTree tree, ElementSchedule[] elements)
{
    /// <summary>A power this near to its limit, relative, stands at it.</summary>
    private const double AtLimit = 1e-6;

    private readonly Dictionary<string, ElementSchedule> _elements = elements.ToDictionary(element => element.Key, StringComparer.Ordinal);

    /// <summary>The element's own power where it draws the most in every step of its interval, else the first limit on its way to the grid.</summary>
    public BindingLimit? OwnOrOnTheWay(string key, string bus, string limit, double mostW, DateTimeOffset from, DateTimeOffset to)
    {
        double ShareOf(int step) => grid.OverlapHours(step, from, to) / grid.Hours(step);
        int[] within = [.. Enumerable.Range(0, grid.Count).Where(step => ShareOf(step) > 0)];
        bool isOwn = within.Length > 0 && within.All(step => Reaches(-_elements[key].PowerW[step], mostW * ShareOf(step)));
        return isOwn ? Limit(key, limit, within, _ => mostW) : OnTheWay(bus, step => ShareOf(step) > 0);
    }

    /// <summary>The first converter or connection from a bus to the grid that stands at its limit while the element is short; null for none.</summary>
    public BindingLimit? OnTheWay(string bus, Func<int, bool> isShort)
    {
        int[] steps = [.. Enumerable.Range(0, grid.Count).Where(isShort)];
        for (BusLink? link = tree.LinkOf(bus); link is not null; link = tree.LinkOf(bus))
        {
            double mostW = link.MostDownKw * Formulation.SiteFormulation.Kilo;
            int[] full = [.. steps.Where(step => Reaches(-AtParentW(link, step), mostW))];
            if (full.Length > 0)
            {
                return Limit(link.Converter, $"power from {link.Parent}", full, _ => mostW);
            }

            bus = link.Parent;
        }

        return site.GridConnections
            .Where(connection => connection.Bus == bus)
            .Select(connection => Import(connection, [.. steps.Where(step => Reaches(_elements[connection.Key].PowerW[step], connection.ImportCapacityW[step]))]))
            .FirstOrDefault(limit => limit is not null);
    }

    private BindingLimit? Import(GridConnection connection, int[] full) =>
        full.Length == 0 ? null : Limit(connection.Key, "import capacity", full, step => connection.ImportCapacityW[step]);

    private double AtParentW(BusLink link, int step) =>
        _elements[link.Converter].Terminals.First(terminal => terminal.Bus == link.Parent).PowerW[step];

    private static bool Reaches(double powerW, double mostW) => powerW >= mostW - (AtLimit * (1 + mostW));

    /// <summary>What its relaxation would save is not known without a solver.</summary>
    private BindingLimit Limit(string key, string limit, int[] steps, Func<int, double> valueW) =>
        new(key, limit, valueW(steps[0]), "W", grid.Edges[steps[0]], grid.Edges[steps[^1] + 1], steps.Length, double.NaN);
}
