using System.Globalization;
using Twins.Energy.Physics;
using Twins.Simulator.Electrical;
using Twins.Sites;

namespace Twins.Simulator.Models;

/// <summary>A power distribution unit (<c>pdu</c>) with servers on its switched outlets.</summary>
internal sealed class DistributionUnitModel : DeviceModel
{
    private const double DefaultCurrentA = 63;
    private const double BusyShare = 0.65;

    private readonly Terminal _terminal;
    private readonly RoomClimate _room;
    private readonly double _ratedA;
    private readonly Outlet[] _outlets;
    private readonly PointHandle _power;
    private readonly PointHandle _voltage;
    private readonly PointHandle _current;
    private readonly PointHandle _load;
    private readonly PointHandle _drawn;
    private readonly PointHandle _temperature;
    private EnergyCounters _energy;

    public DistributionUnitModel(TwinDefinition definition, Terminal terminal, RoomClimate room, ulong seed, TimeSpan utcOffset)
        : base(definition)
    {
        _terminal = terminal;
        _room = room;
        _ratedA = Rating("maxCurrent", DefaultCurrentA);
        var outlets = Count("outlets");
        var peakW = BusyShare * _ratedA * terminal.Bus.NominalVoltageV / Math.Max(1, outlets);
        _outlets = [.. Enumerable.Range(1, outlets).Select(index => new Outlet(Values, index, peakW, seed, utcOffset, History(0, 0.85 * peakW)))];
        _power = Point("activePower");
        _voltage = Point("voltage");
        _current = Point("current");
        _load = Point("load");
        _drawn = Point("energyDrawn");
        _temperature = Point("temperature");
        _energy = History(0, 0.85 * peakW * outlets);
    }

    /// <inheritdoc/>
    public override void Propose(Tick tick)
    {
        var sumW = 0.0;
        foreach (var outlet in _outlets)
        {
            sumW += outlet.Draw(tick.Time);
        }

        _terminal.PowerW = sumW;
        _room.AddHeat(-sumW);
    }

    /// <inheritdoc/>
    public override void Publish(Tick tick)
    {
        _energy = _energy.After(_terminal.PowerW, tick.Length);
        _power.Set(_terminal.PowerW);
        _voltage.Set(_terminal.Bus.VoltageV);
        _current.Set(_terminal.CurrentA);
        _load.Set(100 * Math.Abs(_terminal.CurrentA) / _ratedA);
        _drawn.Set(_energy.DrawnWh);
        _temperature.Set(_room.OutletTemperatureC);
        foreach (var outlet in _outlets)
        {
            outlet.Publish(_terminal.Bus.VoltageV, tick.Length);
        }
    }

    private sealed class Outlet
    {
        private const double RatedA = 16;

        private readonly LoadParameters _servers;
        private readonly PointHandle _command;
        private readonly PointHandle _switch;
        private readonly PointHandle _power;
        private readonly PointHandle _voltage;
        private readonly PointHandle _current;
        private readonly PointHandle _load;
        private readonly PointHandle _drawn;
        private double _powerW;
        private EnergyCounters _energy;

        public Outlet(DeviceValues values, int index, double peakW, ulong seed, TimeSpan utcOffset, EnergyCounters history)
        {
            _energy = history;
            _servers = new LoadParameters
            {
                Element = $"outlet {index}",
                Seed = seed + (ulong)index,
                PeakPowerW = peakW,
                Profile = DailyProfile.DataCentre,
                UtcOffset = utcOffset,
                NoiseShare = 0.15,
            }.Validated();
            var prefix = string.Create(CultureInfo.InvariantCulture, $"outlets.{index}.");
            _command = values.Point(prefix + "switchCommand");
            _switch = values.Point(prefix + "switchState");
            _power = values.Point(prefix + "power");
            _voltage = values.Point(prefix + "voltage");
            _current = values.Point(prefix + "current");
            _load = values.Point(prefix + "load");
            _drawn = values.Point(prefix + "energyDrawn");
            _command.Set(true);
        }

        private bool On => _command.Flag(true);

        public double Draw(DateTimeOffset time)
        {
            _powerW = On ? -Load.DemandW(_servers, time) : 0;
            return _powerW;
        }

        public void Publish(double busV, TimeSpan step)
        {
            var powerW = busV > 0 ? _powerW : 0;
            _energy = _energy.After(powerW, step);
            var currentA = busV > 0 ? powerW / busV : 0;
            _switch.Set(On);
            _power.Set(powerW);
            _voltage.Set(On ? busV : 0);
            _current.Set(currentA);
            _load.Set(100 * Math.Abs(currentA) / RatedA);
            _drawn.Set(_energy.DrawnWh);
        }
    }
}
