using Twins.Energy.Scheduling.Results;
using Twins.Energy.Scheduling.Sites;
using Twins.Energy.Solvers.Model;

namespace Twins.Energy.Scheduling.Formulation;

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
