using System.Globalization;
using Twins.Energy.Physics;
using Twins.Points;
using Twins.Simulator.Electrical;
using Twins.Sites;

namespace Twins.Simulator.Models;

/// <summary>A photovoltaic array (<c>pv</c>) under the site's weather, curtailed by its setpoint.</summary>
internal sealed class PhotovoltaicModel : DeviceModel
{
    private const double DefaultPowerW = 50_000;

    private readonly Terminal _terminal;
    private readonly PhotovoltaicParameters _array;
    private readonly PointHandle _limit;
    private readonly PointHandle _power;
    private readonly PointHandle _voltage;
    private readonly PointHandle _current;
    private readonly PointHandle _irradiance;
    private readonly PointHandle _temperature;
    private readonly PointHandle _delivered;
    private readonly (PointHandle Voltage, PointHandle Current)[] _modules;
    private PhotovoltaicState _state = new(20);
    private PhotovoltaicOutput _output;
    private double _lightWPerM2;
    private EnergyCounters _energy;

    public PhotovoltaicModel(TwinDefinition definition, Terminal terminal)
        : base(definition)
    {
        _terminal = terminal;
        _array = new PhotovoltaicParameters { Element = definition.Key.ToString(), PeakPowerW = Rating("peakPower", DefaultPowerW) }.Validated();
        _limit = Point("powerLimitSetpoint");
        _power = Point("activePower");
        _voltage = Point("voltage");
        _current = Point("current");
        _irradiance = Point("irradiance");
        _temperature = Point("panelTemperature");
        _delivered = Point("energyDelivered");
        _modules = [.. Enumerable.Range(1, Count("modules")).Select(index => (Module(index, "voltage"), Module(index, "current")))];
        _limit.Set(_array.PeakPowerW);
        _energy = History(0.11 * _array.PeakPowerW, 0);
    }

    /// <inheritdoc/>
    public override double Magnitude(PointDefinition point) =>
        point.Unit?.Symbol == "W" ? 1.25 * _array.PeakPowerW : base.Magnitude(point);

    /// <inheritdoc/>
    public override void Propose(Tick tick)
    {
        _lightWPerM2 = tick.Weather.Irradiance.OnPlane(tick.Weather.Sun, _array.TiltDeg, _array.AzimuthDeg);
        var input = new PhotovoltaicInput(_lightWPerM2, tick.Weather.AmbientTemperatureC, _limit.Number(_array.PeakPowerW));
        (_state, _output) = Photovoltaic.Step(_array, _state, input, tick.Length);
        _terminal.PowerW = _output.PowerW;
    }

    /// <inheritdoc/>
    public override void Publish(Tick tick)
    {
        _energy = _energy.After(_terminal.PowerW, tick.Length);
        _power.Set(_terminal.PowerW);
        _voltage.Set(_terminal.Bus.VoltageV);
        _current.Set(_terminal.CurrentA);
        _irradiance.Set(_lightWPerM2);
        _temperature.Set(_state.CellTemperatureC);
        _delivered.Set(_energy.DeliveredWh);
        foreach (var (voltage, current) in _modules)
        {
            voltage.Set(_output.VoltageV);
            current.Set(_output.CurrentA / _modules.Length);
        }
    }

    private PointHandle Module(int index, string name) => Point(string.Create(CultureInfo.InvariantCulture, $"modules.{index}.{name}"));
}
