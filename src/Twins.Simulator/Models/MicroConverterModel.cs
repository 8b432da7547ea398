using Twins.Energy.Physics;
using Twins.Points;
using Twins.Simulator.Electrical;
using Twins.Sites;

namespace Twins.Simulator.Models;

/// <summary>
/// A micro-solar converter (<c>micro-converter</c>): a photovoltaic string under the site's weather behind a converter that tracks its
/// point of greatest power, and throttles it to a limit where the product takes one.
/// </summary>
internal sealed class MicroConverterModel : DeviceModel
{
    private const double DefaultPowerW = 800;

    // The converter is a little smaller than its string, as such kits are sold: full sun is rare.
    private const double RatedShareOfPeak = 0.9;

    private readonly Terminal _terminal;
    private readonly PhotovoltaicParameters _string;
    private readonly TrackingConverterParameters _converter;
    private readonly PointHandle _limit;
    private readonly PointHandle _power;
    private readonly PointHandle _voltage;
    private readonly PointHandle _current;
    private readonly PointHandle _efficiency;
    private PhotovoltaicState _state = new(20);
    private TrackingConverterOutput _output;

    public MicroConverterModel(TwinDefinition definition, Terminal terminal)
        : base(definition)
    {
        var element = definition.Key.ToString();
        _terminal = terminal;
        _string = new PhotovoltaicParameters { Element = element, PeakPowerW = Rating("peakPower", DefaultPowerW), PeakPowerVoltageV = 40 }.Validated();
        _converter = TrackingConverterParameters.FromRatings(element, RatedShareOfPeak * _string.PeakPowerW, terminal.Bus.NominalVoltageV);
        _limit = Point("powerLimitSetpoint");
        _power = Point("activePower");
        _voltage = Point("voltage");
        _current = Point("current");
        _efficiency = Point("efficiency");
        _limit.Set(_converter.RatedPowerW);
    }

    /// <inheritdoc/>
    public override double Magnitude(PointDefinition point) =>
        point.Unit?.Symbol == "W" ? 1.25 * _string.PeakPowerW : base.Magnitude(point);

    /// <inheritdoc/>
    public override void Propose(Tick tick)
    {
        var busV = _terminal.Bus.VoltageV;
        var mostW = TrackingConverter.StringPowerW(_converter, _limit.Number(_converter.RatedPowerW), busV);
        var light = tick.Weather.Irradiance.OnPlane(tick.Weather.Sun, _string.TiltDeg, _string.AzimuthDeg);
        (_state, var sun) = Photovoltaic.Step(_string, _state, new(light, tick.Weather.AmbientTemperatureC, mostW), tick.Length);
        _output = TrackingConverter.Convert(_converter, sun.PowerW, busV);
        _terminal.PowerW = _output.PowerW;
    }

    /// <inheritdoc/>
    public override void Publish(Tick tick)
    {
        _power.Set(_terminal.PowerW);
        _voltage.Set(_terminal.Bus.VoltageV);
        _current.Set(_terminal.CurrentA);
        _efficiency.Set(_terminal.PowerW > 0 ? _output.EfficiencyPercent : 0);
    }
}
