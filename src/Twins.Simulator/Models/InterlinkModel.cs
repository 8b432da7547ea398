using Twins.Points;
using Twins.Sites;
using Twins.Simulator.Electrical;

namespace Twins.Simulator.Models;

/// <summary>
/// An interlink converter (<c>interlink-converter</c>) in the mode it is told: power, DC voltage, droop or off. On a bus that the
/// public grid feeds, grid forming has nothing to form and acts as power mode.
/// </summary>
internal sealed class InterlinkModel : DeviceModel
{
    private const double DefaultPowerW = 50_000;
    private const double InitialDroopShare = 0.05;

    private readonly ConverterPort _port;
    private readonly PointHandle _setpoint;
    private readonly PointHandle _modeCommand;
    private readonly PointHandle _mode;
    private readonly PointHandle _referenceSetpoint;
    private readonly PointHandle _reference;
    private readonly PointHandle _droopSetpoint;
    private readonly PointHandle _droop;
    private readonly PointHandle _power;
    private readonly PointHandle _dcVoltage;
    private readonly PointHandle _dcCurrent;
    private readonly PointHandle _acPower;
    private readonly PointHandle _acReactive;
    private readonly PointHandle _acVoltage;
    private readonly PointHandle _acCurrent;
    private readonly PointHandle _frequency;
    private readonly PointHandle _direction;
    private readonly PointHandle _temperature;

    public InterlinkModel(TwinDefinition definition, Terminal ac, Terminal dc)
        : base(definition)
    {
        _port = new ConverterPort(definition.Key.ToString(), RatedW, ac, dc);
        _setpoint = Point("powerSetpoint");
        _modeCommand = Point("modeCommand");
        _mode = Point("mode");
        _referenceSetpoint = Point("dcReferenceVoltageSetpoint");
        _reference = Point("dcReferenceVoltage");
        _droopSetpoint = Point("droopResistanceSetpoint");
        _droop = Point("droopResistance");
        _power = Point("activePower");
        _dcVoltage = Point("dcVoltage");
        _dcCurrent = Point("dcCurrent");
        _acPower = Point("acActivePower");
        _acReactive = Point("acReactivePower");
        _acVoltage = Point("acVoltage");
        _acCurrent = Point("acCurrent");
        _frequency = Point("frequency");
        _direction = Point("powerFlowDirection");
        _temperature = Point("temperature");
        _setpoint.Set(0);
        _modeCommand.SetMember("power");
        _referenceSetpoint.Set(dc.Bus.NominalVoltageV);
        _droopSetpoint.Set(Math.Round(_port.DroopOhm(InitialDroopShare), 3));
        Point("fault").SetMember("clear");
        Point("faultCode").Set(0);
    }

    private double RatedW => Math.Max(Rating("maxImportPower", DefaultPowerW), Rating("maxExportPower", DefaultPowerW));

    /// <inheritdoc/>
    public override double Magnitude(PointDefinition point) =>
        point.Unit?.Symbol is "W" or "var" ? 1.25 * RatedW : base.Magnitude(point);

    /// <inheritdoc/>
    public override void Propose(Tick tick)
    {
        var referenceV = _referenceSetpoint.Number(_port.Dc.Bus.NominalVoltageV);
        switch (_modeCommand.Member())
        {
            case "off":
                _port.ProposeOff();
                break;
            case "dcVoltage":
                _port.ProposeHolding(referenceV, droopOhm: 0);
                break;
            case "droop":
                _port.ProposeHolding(referenceV, _droopSetpoint.Number(0));
                break;
            default:
                _port.ProposePower(_setpoint.Number(0));
                break;
        }
    }

    /// <inheritdoc/>
    public override void Convert(Tick tick) => _port.Convert(tick);

    /// <inheritdoc/>
    public override void Publish(Tick tick)
    {
        _power.Set(_port.Output.DcPowerW);
        _dcVoltage.Set(_port.Dc.Bus.VoltageV);
        _dcCurrent.Set(_port.Output.DcCurrentA);
        _acPower.Set(_port.Output.AcPowerW);
        _acReactive.Set(_port.Output.ReactivePowerVar);
        _acVoltage.Set(_port.Ac.Bus.VoltageV);
        _acCurrent.Set(Math.CopySign(_port.Output.AcCurrentA, _port.Output.AcPowerW));
        _frequency.Set((_port.Ac.Bus as AlternatingCurrentBus)?.FrequencyHz ?? double.NaN);
        _direction.SetMember(_port.Direction());
        _temperature.Set(_port.TemperatureC);
        _mode.SetMember(_modeCommand.Member() ?? "off");
        _reference.Set(_referenceSetpoint.Number(_port.Dc.Bus.NominalVoltageV));
        _droop.Set(_droopSetpoint.Number(0));
    }
}
