using Twins.Energy.Solvers;

namespace Twins.Energy.Scheduling;

/// <summary>Import and export of a connection, its contract limit and its demand charge.</summary>
internal sealed class GridRows : IAssetRows
{
    private readonly SiteGridConnection _connection;
    private readonly SiteFormulation _site;
    private readonly VariableSeries _import;
    private readonly VariableSeries _export;

    public GridRows(SiteFormulation site, SiteGridConnection connection)
    {
        (_site, _connection) = (site, connection);
        _import = site.Model.AddVariables(site.Name(connection.Key, "import"), site.Grid.Count, 0, 0);
        _export = site.Model.AddVariables(site.Name(connection.Key, "export"), site.Grid.Count, 0, 0);
        for (int step = 0; step < site.Grid.Count; step++)
        {
            AddStep(step);
        }

        if (connection.ImportLimitW is { } limitW)
        {
            AddContract(limitW / SiteFormulation.Kilo);
        }

        if (connection.DemandChargeEurPerKw > 0 || site.Objectives.PeakEurPerKw > 0)
        {
            AddDemandCharge();
        }
    }

    public ElementSchedule Read(SolvedPoint point) => new(
        _connection.Key,
        ElementKind.Grid,
        [new(_connection.Bus, SolvedPoint.Series(_site.Grid.Count, step => point[_import[step]] - point[_export[step]]))]);

    private void AddStep(int step)
    {
        double hours = _site.Grid.Hours(step);
        ScheduleObjectives objectives = _site.Objectives;
        double importKw = _connection.ImportCapacityW[step] / SiteFormulation.Kilo;
        double exportKw = _connection.ExportCapacityW[step] / SiteFormulation.Kilo;
        _site.Model.SetBounds(_import[step], 0, importKw);
        _site.Model.SetBounds(_export[step], 0, exportKw);
        double carbon = objectives.CarbonEurPerKg * _connection.EmissionsKgPerKwh[step];
        _site.Cost(_import[step], hours * ((objectives.CostWeight * _connection.ImportPriceEurPerKwh[step]) + carbon));
        _site.Cost(
            _export[step],
            hours * (objectives.ExportPenaltyEurPerKwh - (objectives.CostWeight * _connection.ExportPriceEurPerKwh[step])));
        _site.Inject(_connection.Bus, step, _import[step], 1);
        _site.Inject(_connection.Bus, step, _export[step], -1);
        _site.Pairs.Add(new ExclusivePair(_import[step], _export[step]));
        _site.Limits.Add(_connection.Key, "import capacity", "W", step, _import[step], importKw);
        _site.Limits.Add(_connection.Key, "export capacity", "W", step, _export[step], exportKw);
    }

    private void AddContract(double limitKw)
    {
        for (int step = 0; step < _site.Grid.Count; step++)
        {
            var topic = new WishTopic(_connection.Key, "import within the contract limit", WishRank.ConnectionLimit, step, 1);
            Variable over = _site.Shortfall(topic, _connection.ImportCapacityW[step] / SiteFormulation.Kilo, _site.Grid.Hours(step));
            Row row = _site.Model.AddRow(_site.Name(_connection.Key, $"contract.{step}"), double.NegativeInfinity, limitKw);
            _site.Model.AddTerm(row, _import[step], 1);
            _site.Model.AddTerm(row, over, -1);
        }
    }

    /// <summary>peak ≥ mean import of each metering window; only what exceeds the billing period's peak is paid.</summary>
    private void AddDemandCharge()
    {
        double billingKw = _connection.BillingPeakW / SiteFormulation.Kilo;
        Variable peak = _site.Model.AddVariable(_site.Name(_connection.Key, "peak"), billingKw, double.PositiveInfinity);
        _site.Cost(peak, (_site.Objectives.CostWeight * _connection.DemandChargeEurPerKw) + _site.Objectives.PeakEurPerKw);
        foreach (DemandWindow window in DemandWindows.Of(_site.Grid, _connection))
        {
            double carriedKw = window.CarriedWh / window.Hours / SiteFormulation.Kilo;
            Row row = _site.Model.AddRow(_site.Name(_connection.Key, $"peak.{window.Steps[0]}"), double.NegativeInfinity, -carriedKw);
            _site.Model.AddTerm(row, peak, -1);
            foreach (int step in window.Steps)
            {
                _site.Model.AddTerm(row, _import[step], _site.Grid.Hours(step) / window.Hours);
            }
        }
    }
}

/// <summary>A span over which the meter takes the mean import.</summary>
/// <param name="Steps">The steps of the horizon that begin within it, in order.</param>
/// <param name="Hours">Hours that the mean is taken over, those before the horizon included.</param>
/// <param name="CarriedWh">What was imported within it before the horizon.</param>
/// <param name="IsWhole">Whether all that was imported since its beginning is known.</param>
internal sealed record DemandWindow(int[] Steps, double Hours, double CarriedWh, bool IsWhole)
{
    /// <summary>Mean import in W.</summary>
    /// <param name="importedWh">Import of a step in Wh.</param>
    public double MeanW(Func<int, double> importedWh) => (CarriedWh + Steps.Sum(importedWh)) / Hours;
}

/// <summary>The metering windows that a horizon touches.</summary>
internal static class DemandWindows
{
    /// <summary>Windows of the clock; steps longer than a window count by themselves.</summary>
    public static IEnumerable<DemandWindow> Of(TimeGrid grid, SiteGridConnection connection) => Enumerable.Range(0, grid.Count)
        .GroupBy(step => BeginTicks(grid, step, connection.DemandWindow))
        .Select(group => Of(grid, connection, group.Key, [.. group]));

    /// <summary>Whether the window goes on after the beginning of a step.</summary>
    public static bool GoesOn(TimeGrid grid, DemandWindow window, int step, TimeSpan length) =>
        step < grid.Count && BeginTicks(grid, window.Steps[0], length) == BeginTicks(grid, step, length);

    private static DemandWindow Of(TimeGrid grid, SiteGridConnection connection, long beginTicks, int[] steps)
    {
        double hours = steps.Sum(grid.Hours);
        double before = TimeSpan.FromTicks(grid.Edges[steps[0]].UtcTicks - beginTicks).TotalHours;
        bool isCarried = steps[0] == 0 && connection.WindowImportWh is not null && hours + before <= connection.DemandWindow.TotalHours + 1e-9;
        return isCarried
            ? new(steps, hours + before, connection.WindowImportWh!.Value, IsWhole: true)
            : new(steps, hours, 0, IsWhole: steps[0] > 0 || before == 0);
    }

    private static long BeginTicks(TimeGrid grid, int step, TimeSpan length) =>
        grid.Edges[step].UtcTicks - (grid.Edges[step].UtcTicks % length.Ticks);
}

/// <summary>
/// Energy held back for islanding: at the end of each step the stores' usable energy covers the critical loads of the next
/// hours. Loads beyond the horizon are taken as in its last step.
/// </summary>
internal static class ReserveRows
{
    /// <summary>Name of the element in wishes.</summary>
    public const string Element = "site";

    public static void Add(SiteFormulation site, IReadOnlyList<(StorageRows Rows, double FloorKwh, double Efficiency)> stores)
    {
        double hours = site.Objectives.ReserveHours;
        for (int step = 0; hours > 0 && step < site.Grid.Count; step++)
        {
            double neededKwh = CriticalWh(site.Site, site.Grid, step, hours) / SiteFormulation.Kilo;
            var topic = new WishTopic(Element, "reserve for islanding", WishRank.Reserve, step, 1);
            Variable missing = site.Shortfall(topic, neededKwh, site.Grid.Hours(step));
            Row row = site.Model.AddRow(site.Name(Element, $"reserve.{step}"), 0, double.PositiveInfinity);
            site.Model.AddTerm(row, missing, 1);
            double floorKwh = 0;
            foreach ((StorageRows rows, double storeFloorKwh, double efficiency) in stores)
            {
                site.Model.AddTerm(row, rows.EnergyAfter(step), efficiency);
                floorKwh += efficiency * storeFloorKwh;
            }

            site.Model.SetRange(row, neededKwh + floorKwh, double.PositiveInfinity);
            site.Model.SetBounds(missing, 0, neededKwh + floorKwh);
        }
    }

    /// <summary>Energy of the critical loads during the hours after a step.</summary>
    public static double CriticalWh(SchedulingSite site, TimeGrid grid, int step, double hours)
    {
        DateTimeOffset from = grid.Edges[step + 1];
        DateTimeOffset to = from + TimeSpan.FromHours(hours);
        double sum = CriticalW(site, grid.Count - 1) * Math.Max(0, (to - (from > grid.End ? from : grid.End)).TotalHours);
        for (int later = step + 1; later < grid.Count && grid.Edges[later] < to; later++)
        {
            sum += CriticalW(site, later) * grid.OverlapHours(later, from, to);
        }

        return sum;
    }

    private static double CriticalW(SchedulingSite site, int step) =>
        site.Loads.Where(load => load.Priority == 0).Sum(load => load.DrawnPowerW[step])
        + site.DataCentres.Sum(centre => centre.DrawnPowerW[step]);
}

/// <summary>A converter: what it draws from one bus reaches the other less the loss.</summary>
internal sealed class ConverterRows : IAssetRows
{
    private readonly SiteFormulation _site;
    private readonly InterlinkConverter _converter;
    private readonly VariableSeries _fromFirst;
    private readonly VariableSeries _fromSecond;

    public ConverterRows(SiteFormulation site, InterlinkConverter converter)
    {
        (_site, _converter) = (site, converter);
        _fromFirst = Add("from first", converter.MaxFromFirstW, converter.FirstBus, converter.SecondBus, converter.EfficiencyFromFirst);
        _fromSecond = Add("from second", converter.MaxFromSecondW, converter.SecondBus, converter.FirstBus, converter.EfficiencyFromSecond);
        for (int step = 0; step < site.Grid.Count; step++)
        {
            site.Pairs.Add(new ExclusivePair(_fromSecond[step], _fromFirst[step]));
        }
    }

    public ElementSchedule Read(SolvedPoint point)
    {
        int steps = _site.Grid.Count;
        var first = SolvedPoint.Series(steps, step => (_converter.EfficiencyFromSecond * point[_fromSecond[step]]) - point[_fromFirst[step]]);
        var second = SolvedPoint.Series(steps, step => (_converter.EfficiencyFromFirst * point[_fromFirst[step]]) - point[_fromSecond[step]]);
        return new(_converter.Key, ElementKind.Converter, [new(_converter.FirstBus, first), new(_converter.SecondBus, second)]);
    }

    private VariableSeries Add(string direction, double maxW, string source, string destination, double efficiency)
    {
        double maxKw = maxW / SiteFormulation.Kilo;
        VariableSeries power = _site.Model.AddVariables(_site.Name(_converter.Key, direction), _site.Grid.Count, 0, maxKw);
        for (int step = 0; step < _site.Grid.Count; step++)
        {
            _site.Cost(power[step], _site.Objectives.ConversionEurPerKwh * _site.Grid.Hours(step));
            _site.Inject(source, step, power[step], -1);
            _site.Inject(destination, step, power[step], efficiency);
            _site.Limits.Add(_converter.Key, $"power from {source}", "W", step, power[step], maxKw);
        }

        return power;
    }
}
