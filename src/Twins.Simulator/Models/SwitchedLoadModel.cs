using Twins.Energy.Physics;
using Twins.Points;
using Twins.Simulator.Electrical;
using Twins.Sites;

namespace Twins.Simulator.Models;

/// <summary>An industrial consumer (<c>load</c>) behind a contactor: a daily profile and a machine that runs now and then.</summary>
internal sealed class SwitchedLoadModel : DeviceModel
{
    private const double DefaultPowerW = 50_000;

    private readonly Terminal _terminal;
    private readonly LoadParameters _load;
    private readonly PointHandle _command;
    private readonly PointHandle _switch;
    private readonly PointHandle _power;
    private readonly PointHandle _voltage;
    private readonly PointHandle _current;
    private readonly PointHandle _drawn;
    private EnergyCounters _energy;

    public SwitchedLoadModel(TwinDefinition definition, Terminal terminal, ulong seed, TimeSpan utcOffset)
        : base(definition)
    {
        _terminal = terminal;
        var ratedW = Rating("ratedPower", DefaultPowerW);
        _load = new LoadParameters
        {
            Element = definition.Key.ToString(),
            Seed = seed,
            PeakPowerW = 0.6 * ratedW,
            Profile = DailyProfile.Industry,
            UtcOffset = utcOffset,
            WeekendShare = 0.35,
            MachinePowerW = 0.35 * ratedW,
        }.Validated();
        _command = Point("switchCommand");
        _switch = Point("switchState");
        _power = Point("activePower");
        _voltage = Point("voltage");
        _current = Point("current");
        _drawn = Point("energyDrawn");
        _command.Set(true);
        _energy = History(0, 0.4 * ratedW);
    }

    /// <inheritdoc/>
    public override double Magnitude(PointDefinition point) => point.Key switch
    {
        "activePower" => 1.25 * Rating("ratedPower", DefaultPowerW),
        _ => base.Magnitude(point),
    };

    /// <inheritdoc/>
    public override void Propose(Tick tick)
    {
        var output = Load.At(_load, tick.Time, _command.Flag(true) ? 1 : 0);
        _terminal.ActivePowerW = output.ActivePowerW;
        _terminal.ReactivePowerVar = _terminal.Bus is AlternatingCurrentBus ? output.ReactivePowerVar : default;
    }

    /// <inheritdoc/>
    public override void Publish(Tick tick)
    {
        _energy = _energy.After(_terminal.PowerW, tick.Length);
        _switch.Set(_command.Flag(true));
        _power.Set(_terminal.PowerW);
        _voltage.Set(_terminal.Bus.VoltageV);
        _current.Set(_terminal.CurrentA);
        _drawn.Set(_energy.DrawnWh);
    }
}
