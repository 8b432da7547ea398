namespace Twins.Adapters.Modbus.Wire;

/// <summary>
/// One unit behind a <see cref="ModbusTcpServer"/>: the owner of the four tables. The server has checked function, count and
/// address space; the unit decides which addresses exist and answers <see cref="ModbusReply.Refused"/> with
/// <see cref="ModbusExceptionCode.IllegalDataAddress"/> for the rest.
/// </summary>
/// <remarks>
/// The server calls a unit for one request at a time, whatever the number of connections, so that functions 22 and 23 are
/// atomic and a unit needs no lock against the server. A unit may take its time (as a slow device does): requests behind it
/// on the same connection and to the same unit wait, others do not. What a unit throws is answered with
/// <see cref="ModbusExceptionCode.ServerDeviceFailure"/>.
/// </remarks>
public interface IModbusUnit
{
    /// <summary>Functions 1 and 2.</summary>
    /// <param name="table"><see cref="ModbusTable.Coil"/> or <see cref="ModbusTable.Discrete"/>.</param>
    /// <param name="address">First address, from 0.</param>
    /// <param name="destination">To be filled; its length is the count.</param>
    /// <param name="cancellationToken">The connection ends, or the server stops.</param>
    ValueTask<ModbusReply> ReadBitsAsync(ModbusTable table, ushort address, Memory<bool> destination, CancellationToken cancellationToken);

    /// <summary>Functions 3 and 4, and the read parts of 22 and 23.</summary>
    /// <param name="table"><see cref="ModbusTable.Holding"/> or <see cref="ModbusTable.Input"/>.</param>
    /// <param name="address">First address, from 0.</param>
    /// <param name="destination">To be filled; its length is the count.</param>
    /// <param name="cancellationToken">The connection ends, or the server stops.</param>
    ValueTask<ModbusReply> ReadRegistersAsync(
        ModbusTable table, ushort address, Memory<ushort> destination, CancellationToken cancellationToken);

    /// <summary>Functions 5 and 15. All values are set or none.</summary>
    /// <param name="address">First address, from 0.</param>
    /// <param name="values">The values, valid until the returned task ends.</param>
    /// <param name="cancellationToken">The connection ends, or the server stops.</param>
    ValueTask<ModbusReply> WriteCoilsAsync(ushort address, ReadOnlyMemory<bool> values, CancellationToken cancellationToken);

    /// <summary>Functions 6 and 16, and the write parts of 22 and 23. All values are set or none.</summary>
    /// <param name="address">First address, from 0.</param>
    /// <param name="values">The values, valid until the returned task ends.</param>
    /// <param name="cancellationToken">The connection ends, or the server stops.</param>
    ValueTask<ModbusReply> WriteRegistersAsync(ushort address, ReadOnlyMemory<ushort> values, CancellationToken cancellationToken);
}
