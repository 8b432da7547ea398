using Twins.Energy.Physics;
using Twins.Points;
using Twins.Simulator.Electrical;
using Twins.Sites;

namespace Twins.Simulator.Models;

/// <summary>A battery system (<c>bess</c>) that follows a power setpoint and backs up a DC bus when nobody else holds it.</summary>
internal sealed class BatteryModel : DeviceModel
{
    private const double DefaultPowerW = 50_000;
    private const double DefaultEnergyWh = 100_000;
    private const double NominalVoltageV = 750;

    // A battery gives its whole power over 5 % of bus voltage when it holds the bus.
    private const double DroopShare = 0.05;

    private readonly Terminal _terminal;
    private readonly BatteryParameters _battery;
    private readonly BatteryPoints _points;
    private readonly double _ratedW;
    private BatteryState _state;
    private BatteryOutput _output;
    private BatteryEnvelope _envelope;
    private EnergyCounters _energy;

    public BatteryModel(TwinDefinition definition, Terminal terminal, double stateOfCharge)
        : base(definition)
    {
        _terminal = terminal;
        _battery = BatteryParameters.FromRatings(
            definition.Key.ToString(),
            Rating("energyCapacity", DefaultEnergyWh),
            Rating("maxChargePower", DefaultPowerW),
            Rating("maxDischargePower", DefaultPowerW),
            NominalVoltageV);
        _ratedW = Math.Max(_battery.MaxChargePowerW, _battery.MaxDischargePowerW);
        _energy = History(0.12 * _ratedW, 0.13 * _ratedW);
        _state = Used(Battery.Start(_battery, stateOfCharge), _energy.DrawnWh / Rating("energyCapacity", DefaultEnergyWh));
        _points = new BatteryPoints(Values, Count("modules"));
        _points.Describe(_battery, Rating("energyCapacity", DefaultEnergyWh), definition.Key);
    }

    /// <inheritdoc/>
    public override double Magnitude(PointDefinition point) => point.Key switch
    {
        "activePower" or "powerSetpoint" or "maxChargePower" or "maxDischargePower" => 1.25 * _ratedW,
        "energyCapacity" or "energyAvailable" => 1.25 * Rating("energyCapacity", DefaultEnergyWh),
        "current" => 2 * _ratedW / _terminal.Bus.NominalVoltageV,
        _ when point.Unit?.Symbol == "A" => 2 * _ratedW / NominalVoltageV,
        _ => base.Magnitude(point),
    };

    /// <inheritdoc/>
    public override void Propose(Tick tick)
    {
        _envelope = BatteryEnvelope.Of(_battery, _state, tick.Length);
        var connected = _points.Connected;
        _terminal.PowerW = connected ? Math.Clamp(_points.PowerSetpointW, -_envelope.ChargePowerW, _envelope.DischargePowerW) : 0;
        _terminal.HoldingRank = connected && _ratedW > 0 && _terminal.Bus is DirectCurrentBus ? 1 : null;
        if (_terminal.HoldingRank is not null)
        {
            _terminal.Droop = Droop();
        }
    }

    /// <inheritdoc/>
    public override void Convert(Tick tick)
    {
        (_state, _output) = Battery.Step(_battery, _state, new(_terminal.PowerW, tick.Weather.AmbientTemperatureC), tick.Length);
        _energy = _energy.After(_output.PowerW, tick.Length);
    }

    /// <inheritdoc/>
    public override void Publish(Tick tick) => _points.Publish(_battery, _state, _output, _energy, _terminal);

    /// <summary>As worn as its counters say.</summary>
    private BatteryState Used(BatteryState state, double fullCycles) => state with
    {
        FullCycles = fullCycles,
        CycleFade = _battery.Ageing.AfterUse(0, fullCycles, _battery.Ageing.ReferenceTemperatureC),
        CalendarFade = _battery.Ageing.CalendarFadeFirstYear,
    };

    /// <summary>Through the setpoint at nominal voltage; the current limits hold the envelope's power up to the highest voltage the bus allows.</summary>
    private DroopSource Droop()
    {
        var nominalV = _terminal.Bus.NominalVoltageV;
        var droopOhm = DroopShare * nominalV * nominalV / _ratedW;
        var highestV = DirectCurrentBus.HighestShare * nominalV;
        return DroopSource.Through(nominalV, _terminal.PowerW / nominalV, droopOhm) with
        {
            MinCurrentA = -_envelope.ChargePowerW / highestV,
            MaxCurrentA = _envelope.DischargePowerW / highestV,
        };
    }
}
