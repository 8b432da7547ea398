using Twins.Energy.Scheduling.Results;
using Twins.Energy.Scheduling.Sites;
using Twins.Energy.Solvers.Model;

namespace Twins.Energy.Scheduling.Formulation;

/// <summary>Import and export of a connection, its contract limit and its demand charge.</summary>
internal sealed class GridRows : IAssetRows
{
    private readonly GridConnection _connection;
    private readonly SiteFormulation _site;
    private readonly VariableSeries _import;
    private readonly VariableSeries _export;

    public GridRows(SiteFormulation site, GridConnection connection)
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
