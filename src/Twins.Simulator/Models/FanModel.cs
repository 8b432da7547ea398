using Twins.Sites;
using Twins.Energy.Physics;
using Twins.Simulator.Electrical;

namespace Twins.Simulator.Models;

/// <summary>A speed-controlled fan (<c>fan-controller</c>) that cools the room it stands in.</summary>
internal sealed class FanModel : DeviceModel
{
    private const double FullSpeedPerMin = 2_900;
    private const double InitialSpeedPercent = 60;

    private readonly Terminal _terminal;
    private readonly RoomClimate _room;
    private readonly FanParameters _fan;
    private readonly PointHandle _speedSetpoint;
    private readonly PointHandle _runCommand;
    private readonly PointHandle _speed;
    private readonly PointHandle _rotation;
    private readonly PointHandle _running;
    private readonly PointHandle _power;
    private FanState _state = new(InitialSpeedPercent / 100);

    public FanModel(TwinDefinition definition, Terminal terminal, RoomClimate room)
        : base(definition)
    {
        _terminal = terminal;
        _room = room;
        _fan = new FanParameters { Element = definition.Key.ToString(), RatedPowerW = 3_000, RatedFlowM3PerH = 12_000 }.Validated();
        _speedSetpoint = Point("speedSetpoint");
        _runCommand = Point("runCommand");
        _speed = Point("speed");
        _rotation = Point("rotationalSpeed");
        _running = Point("running");
        _power = Point("activePower");
        _speedSetpoint.Set(InitialSpeedPercent);
        _runCommand.Set(true);
        Point("fault").SetMember("clear");
    }

    /// <inheritdoc/>
    public override void Propose(Tick tick)
    {
        // A fan without supply runs out; the bus of the last step decides.
        var running = _runCommand.Flag(true) && _terminal.Bus.VoltageV > 0;
        (_state, var output) = Fan.Step(_fan, _state, running ? _speedSetpoint.Number(0) / 100 : 0, tick.Length);
        _terminal.PowerW = output.PowerW;
        _room.AddFlow(output.FlowM3PerH);
    }

    /// <inheritdoc/>
    public override void Publish(Tick tick)
    {
        _speed.Set(100 * _state.Speed);
        _rotation.Set(FullSpeedPerMin * _state.Speed);
        _running.Set(_runCommand.Flag(true));
        _power.Set(_terminal.PowerW);
    }
}
