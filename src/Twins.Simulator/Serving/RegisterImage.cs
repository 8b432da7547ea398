using Twins.Adapters.Modbus;
using Twins.Points;
using Twins.Simulator.Models;
using DescribedTable = Twins.Adapters.Modbus.ModbusTable;

namespace Twins.Simulator.Serving;

/// <summary>
/// The registers and bits of one device as its description lays them out. Encoded from the device's values when a request asks and
/// something changed since; between the described areas there is nothing, so that a client that reads beside the map is refused.
/// </summary>
internal sealed class RegisterImage
{
    private readonly DeviceModel _model;
    private readonly ModbusMap _map;
    private readonly ModbusScaleFactors _factors;
    private readonly RegisterTable[] _tables = [new(), new(), new(), new()];
    private long _encodedVersion = -1;
    private DeviceFault? _encodedFault;

    public RegisterImage(DeviceModel model, ModbusMap map)
    {
        _model = model;
        _map = map;
        _factors = new ModbusScaleFactors(_map);
        LayOut();
        for (var slot = 0; slot < _map.ScaleFactors.Length; slot++)
        {
            var register = _map.ScaleFactors[slot];
            var exponent = ScaleFactorChoice.For(register, model);
            Table(register.Table).At(register.Address, 1)[0] = exponent;
            _factors.Set(slot, exponent);
        }
    }

    public RegisterTable Table(DescribedTable table) => _tables[(int)table];

    public IReadOnlyList<ModbusSetpoint> Setpoints => _map.Setpoints;

    /// <summary>Brings the content up to date; not while the device is stuck. Under the gate of the device's values.</summary>
    public void Refresh(DeviceFault? fault)
    {
        var encoded = _encodedVersion >= 0;
        if ((fault is StuckFault && encoded) || (_encodedVersion == _model.Values.Version && _encodedFault == fault))
        {
            return;
        }

        foreach (var item in _map.Items)
        {
            Encode(item, fault is WrongValueFault wrong && wrong.Point == item.Key ? Falsify(wrong, item) : _model.Values[item.Ordinal]);
        }

        // Setpoints after measurements: where they share a register, what was just asked already shows.
        foreach (var setpoint in _map.Setpoints)
        {
            Encode(setpoint.Target, _model.Values[setpoint.Target.Ordinal]);
            Encode(setpoint.ReadBack, _model.Values[setpoint.Target.Ordinal]);
        }

        _encodedVersion = _model.Values.Version;
        _encodedFault = fault;
    }

    /// <summary>What a setpoint would become if registers were written over the present content.</summary>
    /// <param name="setpoint">The setpoint; the written area touches its target.</param>
    /// <param name="address">First address written.</param>
    /// <param name="written">What is written.</param>
    /// <returns>No value when the registers make no sense by the description.</returns>
    public PointValue Decode(ModbusSetpoint setpoint, int address, ReadOnlySpan<ushort> written)
    {
        var target = setpoint.Target;
        Span<ushort> merged = stackalloc ushort[target.Count];
        Table(target.Table).At(target.Address, target.Count).CopyTo(merged);
        var from = Math.Max(address, target.Address);
        var to = Math.Min(address + written.Length, target.End);
        written[(from - address)..(to - address)].CopyTo(merged[(from - target.Address)..]);
        return IsBits(target.Table) ? target.Codec.Decode(merged[0] != 0).Value : target.Decode(merged, _factors).Value;
    }

    private void LayOut()
    {
        foreach (var request in ModbusReadPlan.Create(_map))
        {
            Table(request.Table).Include(request.Start, request.Count);
        }

        foreach (var item in _map.Items.Concat(_map.Setpoints.SelectMany(setpoint => (ModbusItem[])[setpoint.Target, setpoint.ReadBack])))
        {
            Table(item.Table).Include(item.Address, item.Count);
        }

        foreach (var register in _map.ScaleFactors)
        {
            Table(register.Table).Include(register.Address, 1);
        }

        foreach (var table in _tables)
        {
            table.Build();
        }

        foreach (var setpoint in _map.Setpoints)
        {
            Table(setpoint.Target.Table).AllowWrites(setpoint.Target.Address, setpoint.Target.Count);
        }
    }

    /// <summary>Values that do not fit into their registers read as "not available", as far as the description has a code for it.</summary>
    private void Encode(ModbusItem item, PointValue value)
    {
        var registers = Table(item.Table).At(item.Address, item.Count);
        if (IsBits(item.Table))
        {
            registers[0] = item.Codec.TryEncode(value, out var bit) is null && bit ? (ushort)1 : (ushort)0;
        }
        else if (item.TryEncode(value, _factors, registers) is not null)
        {
            _ = item.TryEncode(PointValue.None, _factors, registers);
        }
    }

    private PointValue Falsify(WrongValueFault wrong, ModbusItem item)
    {
        var value = _model.Values[item.Ordinal];
        return value.Type == PointValueType.Number ? PointValue.FromNumber((value.Number * wrong.Factor) + wrong.Offset) : value;
    }

    private static bool IsBits(DescribedTable table) => table is DescribedTable.Coil or DescribedTable.Discrete;
}
