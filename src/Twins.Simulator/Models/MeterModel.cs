using System.Globalization;
using Twins.Energy.Physics;
using Twins.Points;
using Twins.Simulator.Electrical;
using Twins.Sites;

namespace Twins.Simulator.Models;

/// <summary>A three-phase meter (<c>meter</c>): shows what flows at its place and takes no part in the balance itself.</summary>
internal sealed class MeterModel : DeviceModel
{
    private const double DefaultCurrentA = 100;

    private readonly AlternatingCurrentBus _bus;
    private readonly bool _atGrid;
    private readonly PointHandle _active;
    private readonly PointHandle _reactive;
    private readonly PointHandle _apparent;
    private readonly PointHandle _powerFactor;
    private readonly PointHandle _frequency;
    private readonly PointHandle _voltage;
    private readonly PointHandle _current;
    private readonly PointHandle _delivered;
    private readonly PointHandle _drawn;
    private readonly PointHandle _reactiveDelivered;
    private readonly PointHandle _reactiveDrawn;
    private readonly PhasePoints[] _phases;
    private EnergyCounters _energy;
    private EnergyCounters _reactiveEnergy;

    public MeterModel(TwinDefinition definition, AlternatingCurrentBus bus)
        : base(definition)
    {
        _bus = bus;
        _atGrid = definition.Entry.Role == DeviceRole.GridConnection;
        _active = Point("activePower");
        _reactive = Point("reactivePower");
        _apparent = Point("apparentPower");
        _powerFactor = Point("powerFactor");
        _frequency = Point("frequency");
        _voltage = Point("voltage");
        _current = Point("current");
        _delivered = Point("energyDelivered");
        _drawn = Point("energyDrawn");
        _reactiveDelivered = Point("reactiveEnergyDelivered");
        _reactiveDrawn = Point("reactiveEnergyDrawn");
        _phases = [.. Enumerable.Range(1, Count("phases")).Select(index => new PhasePoints(Values, index))];
        Point("powerFailure").SetMember("clear");
        var ratedW = Rating("maxCurrent", DefaultCurrentA) * bus.NominalVoltageV * Math.Sqrt(3);
        // Never 0: SunSpec's accumulators mean "not available" by it.
        _energy = _atGrid ? History(0.35 * ratedW, 0.02 * ratedW) : History(0.001 * ratedW, 0.35 * ratedW);
        _reactiveEnergy = _atGrid ? History(0.1 * ratedW, 0.01 * ratedW) : History(0.001 * ratedW, 0.1 * ratedW);
    }

    /// <inheritdoc/>
    public override double Magnitude(PointDefinition point)
    {
        var ratedA = 1.25 * Rating("maxCurrent", DefaultCurrentA);
        return point.Unit?.Symbol switch
        {
            "A" => 3 * ratedA,
            "W" or "var" or "VA" => 3 * ratedA * _bus.NominalVoltageV / Math.Sqrt(3),
            _ => base.Magnitude(point),
        };
    }

    /// <inheritdoc/>
    public override void Publish(Tick tick)
    {
        var reading = Read();
        var powerW = reading.ActivePowerW.Sum;
        _energy = _energy.After(powerW, tick.Length);
        _reactiveEnergy = _reactiveEnergy.After(reading.ReactivePowerVar.Sum, tick.Length);
        _active.Set(powerW);
        _reactive.Set(reading.ReactivePowerVar.Sum);
        _apparent.Set(reading.ApparentPowerVa);
        _powerFactor.Set(Math.CopySign(reading.PowerFactor, powerW));
        _frequency.Set(_bus.FrequencyHz);
        _voltage.Set(reading.VoltageV.Mean);
        _current.Set(reading.CurrentA.Sum);
        _delivered.Set(_energy.DeliveredWh);
        _drawn.Set(_energy.DrawnWh);
        _reactiveDelivered.Set(_reactiveEnergy.DeliveredWh);
        _reactiveDrawn.Set(_reactiveEnergy.DrawnWh);
        PublishPhases(reading);
    }

    /// <summary>At the grid connection the import; elsewhere the sum of the consumers on the bus, which is what a hall's meter sees.</summary>
    private AlternatingCurrentReading Read()
    {
        if (_atGrid)
        {
            return new(_bus.ImportW, _bus.ImportVar, _bus.PhaseVoltageV);
        }

        var active = default(ThreePhase);
        var reactive = default(ThreePhase);
        for (var i = 0; i < _bus.Terminals.Count; i++)
        {
            if (_bus.Terminals[i].Consumer)
            {
                active += _bus.Terminals[i].ActivePowerW;
                reactive += _bus.Terminals[i].ReactivePowerVar;
            }
        }

        return new(active, reactive, _bus.PhaseVoltageV);
    }

    private void PublishPhases(AlternatingCurrentReading reading)
    {
        var current = reading.CurrentA;
        for (var i = 0; i < _phases.Length; i++)
        {
            _phases[i].Publish(Of(reading.VoltageV, i), Of(current, i), Of(reading.ActivePowerW, i), Of(reading.ReactivePowerVar, i));
        }
    }

    private static double Of(ThreePhase values, int phase) => phase switch
    {
        0 => values.A,
        1 => values.B,
        _ => values.C,
    };

    private sealed class PhasePoints(DeviceValues values, int index)
    {
        private readonly PointHandle _voltage = values.Point(Key(index, "voltage"));
        private readonly PointHandle _current = values.Point(Key(index, "current"));
        private readonly PointHandle _active = values.Point(Key(index, "activePower"));
        private readonly PointHandle _reactive = values.Point(Key(index, "reactivePower"));
        private readonly PointHandle _powerFactor = values.Point(Key(index, "powerFactor"));

        public void Publish(double voltageV, double currentA, double activeW, double reactiveVar)
        {
            var apparentVa = double.Hypot(activeW, reactiveVar);
            _voltage.Set(voltageV);
            _current.Set(currentA);
            _active.Set(activeW);
            _reactive.Set(reactiveVar);
            _powerFactor.Set(apparentVa > 0 ? activeW / apparentVa : 1);
        }

        private static string Key(int index, string name) => string.Create(CultureInfo.InvariantCulture, $"phases.{index}.{name}");
    }
}
