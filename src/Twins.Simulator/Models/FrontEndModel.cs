using Twins.Points;
using Twins.Sites;
using Twins.Simulator.Electrical;

namespace Twins.Simulator.Models;

/// <summary>
/// An active front end (<c>active-front-end</c>). Undispatched, with a setpoint of 0, it holds the DC bus; dispatched it delivers
/// its setpoint and leaves the bus to the storage on it, as far as that can.
/// </summary>
internal sealed class FrontEndModel : DeviceModel
{
    private const double DefaultPowerW = 100_000;
    private const double HoldingDroopShare = 0.01;

    private readonly ConverterPort _port;
    private readonly PointHandle _setpoint;
    private readonly PointHandle _power;
    private readonly PointHandle _voltage;
    private readonly PointHandle _current;
    private readonly PointHandle _acPower;
    private readonly PointHandle _acCurrent;
    private readonly PointHandle _direction;
    private readonly PointHandle _operatingState;
    private readonly PointHandle _temperature;

    public FrontEndModel(TwinDefinition definition, Terminal ac, Terminal dc)
        : base(definition)
    {
        _port = new ConverterPort(definition.Key.ToString(), RatedW, ac, dc);
        _setpoint = Point("powerSetpoint");
        _power = Point("activePower");
        _voltage = Point("voltage");
        _current = Point("current");
        _acPower = Point("acActivePower");
        _acCurrent = Point("acCurrent");
        _direction = Point("powerFlowDirection");
        _operatingState = Point("operatingState");
        _temperature = Point("temperature");
        _setpoint.Set(0);
    }

    private double RatedW => Math.Max(Rating("maxImportPower", DefaultPowerW), Rating("maxExportPower", DefaultPowerW));

    /// <inheritdoc/>
    public override double Magnitude(PointDefinition point) => point.Unit?.Symbol == "W" ? 1.25 * RatedW : base.Magnitude(point);

    /// <inheritdoc/>
    public override void Propose(Tick tick)
    {
        var setpointW = _setpoint.Number(0);
        if (setpointW == 0)
        {
            _port.ProposeHolding(_port.Dc.Bus.NominalVoltageV, _port.DroopOhm(HoldingDroopShare));
        }
        else
        {
            _port.ProposePower(setpointW);
        }
    }

    /// <inheritdoc/>
    public override void Convert(Tick tick) => _port.Convert(tick);

    /// <inheritdoc/>
    public override void Publish(Tick tick)
    {
        _power.Set(_port.Output.DcPowerW);
        _voltage.Set(_port.Dc.Bus.VoltageV);
        _current.Set(_port.Output.DcCurrentA);
        _acPower.Set(_port.Output.AcPowerW);
        _acCurrent.Set(Math.CopySign(_port.Output.AcCurrentA, _port.Output.AcPowerW));
        _direction.SetMember(_port.Direction());
        _operatingState.SetMember(_port.Dc.Bus.VoltageV > 0 ? "running" : "standby");
        _temperature.Set(_port.TemperatureC);
    }
}
