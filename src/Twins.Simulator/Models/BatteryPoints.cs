using System.Globalization;
using Twins.Energy.Physics;
using Twins.Simulator.Electrical;
using Twins.Sites;

namespace Twins.Simulator.Models;

/// <summary>How a battery shows itself in the points of the type <c>bess</c>.</summary>
internal sealed class BatteryPoints
{
    // Below this power a battery counts as holding.
    private const double IdlePowerW = 20;

    // What a battery announces as possible must last for a while, or it would vanish at the window's edge from one poll to the next.
    private static readonly TimeSpan AnnouncedFor = TimeSpan.FromMinutes(1);

    private readonly DeviceValues _values;
    private readonly PointHandle _powerSetpoint;
    private readonly PointHandle _connection;
    private readonly PointHandle _power;
    private readonly PointHandle _current;
    private readonly PointHandle _voltage;
    private readonly PointHandle _cellCurrent;
    private readonly PointHandle _cellVoltage;
    private readonly PointHandle _stateOfCharge;
    private readonly PointHandle _stateOfHealth;
    private readonly PointHandle _temperature;
    private readonly PointHandle _efficiency;
    private readonly PointHandle _delivered;
    private readonly PointHandle _drawn;
    private readonly PointHandle _available;
    private readonly PointHandle _maxCharge;
    private readonly PointHandle _maxDischarge;
    private readonly PointHandle _cycles;
    private readonly PointHandle _mode;
    private readonly PointHandle _operatingState;
    private readonly ModulePoints[] _modules;

    public BatteryPoints(DeviceValues values, int modules)
    {
        _values = values;
        _powerSetpoint = values.Point("powerSetpoint");
        _connection = values.Point("connectionCommand");
        _power = values.Point("activePower");
        _current = values.Point("current");
        _voltage = values.Point("voltage");
        _cellCurrent = values.Point("batteryCurrent");
        _cellVoltage = values.Point("batteryVoltage");
        _stateOfCharge = values.Point("stateOfCharge");
        _stateOfHealth = values.Point("stateOfHealth");
        _temperature = values.Point("temperature");
        _efficiency = values.Point("converterEfficiency");
        _delivered = values.Point("energyDelivered");
        _drawn = values.Point("energyDrawn");
        _available = values.Point("energyAvailable");
        _maxCharge = values.Point("maxChargePower");
        _maxDischarge = values.Point("maxDischargePower");
        _cycles = values.Point("cycles");
        _mode = values.Point("mode");
        _operatingState = values.Point("operatingState");
        _modules = [.. Enumerable.Range(1, modules).Select(index => new ModulePoints(values, index, modules))];
    }

    public double PowerSetpointW => _powerSetpoint.Number(0);

    public bool Connected => _connection.Member() is not "disconnect";

    /// <summary>Sets what does not change.</summary>
    public void Describe(BatteryParameters battery, double energyWh, DeviceKey key)
    {
        _powerSetpoint.Set(0);
        _connection.SetMember("connect");
        _values.Point("energyCapacity").Set(energyWh);
        _values.Point("minStateOfCharge").Set(100 * battery.MinStateOfCharge);
        _values.Point("maxStateOfCharge").Set(100 * battery.MaxStateOfCharge);
        _values.Point("serialNumber").Set(string.Create(CultureInfo.InvariantCulture, $"SIM-{key.Device}"));
        foreach (var fault in (string[])["communicationFault", "overTemperatureFault", "overVoltageFault", "underVoltageFault", "overCurrentFault"])
        {
            _values.Point(fault).SetMember("clear");
        }
    }

    public void Publish(BatteryParameters battery, BatteryState state, BatteryOutput output, EnergyCounters energy, Terminal terminal)
    {
        _power.Set(output.PowerW);
        _current.Set(terminal.CurrentA);
        _voltage.Set(terminal.Bus.VoltageV);
        _cellCurrent.Set(output.CurrentA);
        _cellVoltage.Set(output.VoltageV);
        _stateOfCharge.Set(100 * state.StateOfCharge);
        _stateOfHealth.Set(100 * state.StateOfHealth);
        _temperature.Set(state.TemperatureC);
        _efficiency.Set(100 * (output.PowerW < 0 ? battery.ChargeEfficiency : battery.DischargeEfficiency));
        _delivered.Set(energy.DeliveredWh);
        _drawn.Set(energy.DrawnWh);
        _cycles.Set(Math.Floor(state.FullCycles));
        var floorWh = Battery.StoredEnergyWh(battery, state with { StateOfCharge = battery.MinStateOfCharge });
        _available.Set(Math.Max(0, output.StoredEnergyWh - floorWh));

        var announced = BatteryEnvelope.Of(battery, state, AnnouncedFor);
        _maxCharge.Set(announced.ChargePowerW);
        _maxDischarge.Set(announced.DischargePowerW);
        _mode.SetMember(ModeOf(battery, state, output));
        _operatingState.SetMember(Connected ? "connected" : "disconnected");
        foreach (var module in _modules)
        {
            module.Publish(battery, state, output);
        }
    }

    private string ModeOf(BatteryParameters battery, BatteryState state, BatteryOutput output)
    {
        const double edge = 1e-3;
        return output.PowerW switch
        {
            _ when !Connected => "off",
            > IdlePowerW => "discharging",
            < -IdlePowerW => "charging",
            _ when state.StateOfCharge <= battery.MinStateOfCharge + edge => "empty",
            _ when state.StateOfCharge >= battery.MaxStateOfCharge - edge => "full",
            _ => "holding",
        };
    }

    /// <summary>One module: its share of the whole, a little apart from the others as cells are.</summary>
    private sealed class ModulePoints(DeviceValues values, int index, int modules)
    {
        private const double FullCellV = 3.45;

        private readonly PointHandle _voltage = values.Point(Key(index, "voltage"));
        private readonly PointHandle _current = values.Point(Key(index, "current"));
        private readonly PointHandle _stateOfCharge = values.Point(Key(index, "stateOfCharge"));
        private readonly PointHandle _stateOfHealth = values.Point(Key(index, "stateOfHealth"));
        private readonly PointHandle _temperature = values.Point(Key(index, "temperature"));
        private readonly PointHandle _cellVoltage = values.Point(Key(index, "cellVoltage"));

        // From −1 for the first to +1 for the last module.
        private readonly double _place = modules == 1 ? 0 : (2.0 * (index - 1) / (modules - 1)) - 1;

        public void Publish(BatteryParameters battery, BatteryState state, BatteryOutput output)
        {
            var cellsInSeries = Math.Round(battery.OpenCircuitVoltage.At(1) / FullCellV);
            _voltage.Set(output.VoltageV);
            _current.Set(output.CurrentA / modules);
            _stateOfCharge.Set(Math.Clamp(100 * state.StateOfCharge * (1 + (0.005 * _place)), 0, 100));
            _stateOfHealth.Set(Math.Clamp(100 * state.StateOfHealth * (1 - (0.002 * Math.Abs(_place))), 0, 100));
            _temperature.Set(state.TemperatureC + (0.8 * _place));
            _cellVoltage.Set(output.VoltageV / cellsInSeries * (1 + (0.001 * _place)));
        }

        private static string Key(int index, string name) => string.Create(CultureInfo.InvariantCulture, $"modules.{index}.{name}");
    }
}
