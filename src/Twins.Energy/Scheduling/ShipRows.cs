using Twins.Energy.Solvers;

namespace Twins.Energy.Scheduling;

/// <summary>One start out of the possible ones; or none, which is a wish not fulfilled unless the call may wait.</summary>
internal sealed class ShipRows : IAssetRows
{
    private readonly SiteFormulation _site;
    private readonly ShipCall _call;
    private readonly DateTimeOffset[] _starts;
    private readonly VariableSeries _choice;

    public ShipRows(SiteFormulation site, ShipCall call)
    {
        (_site, _call) = (site, call);
        _starts = ShipStarts.Of(call, site.Grid);
        _choice = site.Model.AddIntegers(site.Name(call.Key, "start"), _starts.Length, 0, 1);
        if (call.StartedAt is null && call.EarliestStart >= site.Grid.End)
        {
            return;
        }

        Row row = site.Model.AddRow(site.Name(call.Key, "one start"), 1, 1);
        AddNone(row);
        for (int k = 0; k < _starts.Length; k++)
        {
            site.Model.AddTerm(row, _choice[k], 1);
            site.Commitments[($"{call.Key}.start", k)] = _choice[k];
            AddBlock(k);
        }
    }

    public ElementSchedule Read(SolvedPoint point) => new(
        _call.Key, ElementKind.Ship, [new(_call.Bus, SolvedPoint.Series(_site.Grid.Count, step => -DrawnKw(point, step)))]);

    private double PowerKw => _call.DrawnPowerW / SiteFormulation.Kilo;

    private double DrawnKw(SolvedPoint point, int step)
    {
        double sum = 0;
        for (int k = 0; k < _starts.Length; k++)
        {
            sum += point[_choice[k]] * ShipStarts.Share(_call, _site.Grid, _starts[k], step);
        }

        return sum * PowerKw;
    }

    private void AddNone(Row row)
    {
        (int first, int count) = _site.Grid.StepsWithin(_call.EarliestStart, _call.LatestEnd);
        bool canWait = ShipStarts.CanWait(_call, _site.Grid);
        var topic = new WishTopic(_call.Key, "shore power", WishRank.ShipCall, first, count);
        Variable none = canWait
            ? _site.Model.AddVariable(_site.Name(_call.Key, "later"), 0, 1)
            : _site.Shortfall(topic, 1, PowerKw * _call.Duration.TotalHours);
        _site.Model.AddTerm(row, none, 1);
    }

    private void AddBlock(int k)
    {
        for (int step = 0; step < _site.Grid.Count; step++)
        {
            double share = ShipStarts.Share(_call, _site.Grid, _starts[k], step);
            if (share > 0)
            {
                _site.Inject(_call.Bus, step, _choice[k], -share * PowerKw);
            }
        }
    }
}

/// <summary>When a ship's block may begin within the horizon.</summary>
internal static class ShipStarts
{
    /// <summary>The earliest time and each beginning of a step from which the block ends in time; a begun block has its one start.</summary>
    public static DateTimeOffset[] Of(ShipCall call, TimeGrid grid)
    {
        if (call.StartedAt is { } started)
        {
            return [started];
        }

        DateTimeOffset latest = call.LatestEnd - call.Duration;
        return
        [
            .. grid.Edges[..^1].Append(call.EarliestStart)
                .Where(start => start >= grid.Start && start < grid.End && start >= call.EarliestStart && start <= latest)
                .Distinct().Order(),
        ];
    }

    /// <summary>Whether the call may be left to a later plan.</summary>
    public static bool CanWait(ShipCall call, TimeGrid grid) => call.StartedAt is null && call.LatestEnd - call.Duration >= grid.End;

    /// <summary>Mean power in a step, as a share of the call's power.</summary>
    public static double Share(ShipCall call, TimeGrid grid, DateTimeOffset start, int step) =>
        grid.OverlapHours(step, start, start + call.Duration) / grid.Hours(step);
}
