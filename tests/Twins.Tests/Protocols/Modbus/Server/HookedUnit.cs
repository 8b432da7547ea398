using Twins.Adapters.Modbus;
using Twins.Adapters.Modbus.Wire;

namespace Twins.Tests.Protocols.Modbus.Server;

/// <summary>A unit whose answer to a read of registers a test decides; the address read is the register's value.</summary>
internal sealed class HookedUnit(Func<ushort, CancellationToken, ValueTask<ModbusReply>> onRead) : IModbusUnit
{
    public async ValueTask<ModbusReply> ReadRegistersAsync(
        ModbusTable table, ushort address, Memory<ushort> destination, CancellationToken cancellationToken)
    {
        destination.Span.Fill(address);
        return await onRead(address, cancellationToken);
    }

    public ValueTask<ModbusReply> ReadBitsAsync(
        ModbusTable table, ushort address, Memory<bool> destination, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public ValueTask<ModbusReply> WriteCoilsAsync(ushort address, ReadOnlyMemory<bool> values, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public ValueTask<ModbusReply> WriteRegistersAsync(ushort address, ReadOnlyMemory<ushort> values, CancellationToken cancellationToken) =>
        throw new NotSupportedException();
}
