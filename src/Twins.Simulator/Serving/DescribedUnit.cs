using Twins.Adapters.Modbus;
using Twins.Points;
using Twins.Adapters.Modbus.Wire;
using Twins.Simulator.Models;
using DescribedTable = Twins.Adapters.Modbus.ModbusTable;

namespace Twins.Simulator.Serving;

/// <summary>
/// A device as a Modbus unit, after its description. Writes reach the device's setpoints at once and are read back as what the
/// device follows; a write that touches anything else is refused as a whole.
/// </summary>
internal sealed class DescribedUnit(DeviceModel model, ModbusMap map, Func<DeviceFault?> currentFault, Func<DateTimeOffset> now) : IModbusUnit
{
    private static readonly ModbusReply NoSuchAddress = ModbusReply.Refused(ModbusExceptionCode.IllegalDataAddress);
    private static readonly ModbusReply NoSuchValue = ModbusReply.Refused(ModbusExceptionCode.IllegalDataValue);

    private readonly RegisterImage _image = new(model, map);
    private readonly List<(int Ordinal, PointValue Value)> _accepted = [];

    /// <inheritdoc/>
    public ValueTask<ModbusReply> ReadBitsAsync(ModbusTable table, ushort address, Memory<bool> destination, CancellationToken cancellationToken)
    {
        lock (model.Values.Gate)
        {
            var bits = _image.Table(table == ModbusTable.Coil ? DescribedTable.Coil : DescribedTable.Discrete);
            if (!bits.Exists(address, destination.Length))
            {
                return ValueTask.FromResult(NoSuchAddress);
            }

            _image.Refresh(currentFault());
            var content = bits.At(address, destination.Length);
            for (var i = 0; i < content.Length; i++)
            {
                destination.Span[i] = content[i] != 0;
            }
        }

        return ValueTask.FromResult(ModbusReply.Done);
    }

    /// <inheritdoc/>
    public ValueTask<ModbusReply> ReadRegistersAsync(
        ModbusTable table, ushort address, Memory<ushort> destination, CancellationToken cancellationToken)
    {
        lock (model.Values.Gate)
        {
            var registers = _image.Table(table == ModbusTable.Holding ? DescribedTable.Holding : DescribedTable.Input);
            if (!registers.Exists(address, destination.Length))
            {
                return ValueTask.FromResult(NoSuchAddress);
            }

            _image.Refresh(currentFault());
            registers.At(address, destination.Length).CopyTo(destination.Span);
        }

        return ValueTask.FromResult(ModbusReply.Done);
    }

    /// <inheritdoc/>
    public ValueTask<ModbusReply> WriteCoilsAsync(ushort address, ReadOnlyMemory<bool> values, CancellationToken cancellationToken)
    {
        Span<ushort> written = stackalloc ushort[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            written[i] = values.Span[i] ? (ushort)1 : (ushort)0;
        }

        return ValueTask.FromResult(Write(DescribedTable.Coil, address, written));
    }

    /// <inheritdoc/>
    public ValueTask<ModbusReply> WriteRegistersAsync(ushort address, ReadOnlyMemory<ushort> values, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Write(DescribedTable.Holding, address, values.Span));

    private ModbusReply Write(DescribedTable table, int address, ReadOnlySpan<ushort> written)
    {
        lock (model.Values.Gate)
        {
            if (!_image.Table(table).IsWritable(address, written.Length))
            {
                return NoSuchAddress;
            }

            _image.Refresh(currentFault());
            if (!TryDecode(table, address, written))
            {
                return NoSuchValue;
            }

            foreach (var (ordinal, value) in _accepted)
            {
                model.Setpoints.Accept(ordinal, value, now());
            }
        }

        return ModbusReply.Done;
    }

    /// <summary>Collects what every touched setpoint becomes; false when the device cannot follow one of them.</summary>
    private bool TryDecode(DescribedTable table, int address, ReadOnlySpan<ushort> written)
    {
        _accepted.Clear();
        foreach (var setpoint in _image.Setpoints)
        {
            var target = setpoint.Target;
            if (target.Table != table || target.End <= address || target.Address >= address + written.Length)
            {
                continue;
            }

            var value = _image.Decode(setpoint, address, written);
            if (!model.Setpoints.CanAccept(target.Ordinal, value))
            {
                return false;
            }

            _accepted.Add((target.Ordinal, value));
        }

        return true;
    }
}
