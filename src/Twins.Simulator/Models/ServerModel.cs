using Twins.Points;
using Twins.Sites;
using Twins.Energy.Physics;
using Twins.Simulator.Electrical;

namespace Twins.Simulator.Models;

/// <summary>A server (<c>controllable-server</c>) whose power grows with its utilisation and keeps below its cap.</summary>
internal sealed class ServerModel : DeviceModel
{
    private const double DefaultPowerW = 800;
    private const double IdleShare = 0.4;
    private static readonly TimeSpan WorkloadPeriod = TimeSpan.FromMinutes(3);

    private readonly Terminal _terminal;
    private readonly RoomClimate _room;
    private readonly ulong _seed;
    private readonly PointHandle _capSetpoint;
    private readonly PointHandle _cap;
    private readonly PointHandle _power;
    private readonly PointHandle _utilisation;
    private readonly PointHandle _inlet;
    private readonly PointHandle _outlet;
    private double _workload;

    public ServerModel(TwinDefinition definition, Terminal terminal, RoomClimate room, ulong seed)
        : base(definition)
    {
        _terminal = terminal;
        _room = room;
        _seed = seed;
        _capSetpoint = Point("powerCapSetpoint");
        _cap = Point("powerCap");
        _power = Point("activePower");
        _utilisation = Point("utilisation");
        _inlet = Point("inletTemperature");
        _outlet = Point("outletTemperature");
        _capSetpoint.Set(MaxPowerW);
    }

    private double MaxPowerW => Rating("maxPower", DefaultPowerW);

    /// <inheritdoc/>
    public override double Magnitude(PointDefinition point) => point.Unit?.Symbol == "W" ? 1.25 * MaxPowerW : base.Magnitude(point);

    /// <inheritdoc/>
    public override void Propose(Tick tick)
    {
        _workload = 0.6 + (0.35 * SeededNoise.Smooth(_seed, tick.Time, WorkloadPeriod));
        var wantedW = MaxPowerW * (IdleShare + ((1 - IdleShare) * _workload));
        _terminal.PowerW = -Math.Min(wantedW, Math.Max(_capSetpoint.Number(MaxPowerW), IdleShare * MaxPowerW));
        _room.AddHeat(-_terminal.PowerW);
    }

    /// <inheritdoc/>
    public override void Publish(Tick tick)
    {
        _power.Set(_terminal.PowerW);
        _cap.Set(_capSetpoint.Number(MaxPowerW));
        _utilisation.Set(100 * _workload);
        _inlet.Set(RoomClimate.SupplyTemperatureC);
        _outlet.Set(_room.OutletTemperatureC);
    }
}
