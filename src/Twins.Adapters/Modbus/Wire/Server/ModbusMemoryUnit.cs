namespace Twins.Adapters.Modbus.Wire;

/// <summary>A unit whose tables are plain memory, each from address 0; what lies beyond is refused with exception 2.</summary>
/// <remarks>
/// A register is read and written whole. Whoever changes several registers that belong together while the unit is served may
/// be read in between; an owner for whom that matters implements <see cref="IModbusUnit"/> itself.
/// </remarks>
public sealed class ModbusMemoryUnit : IModbusUnit
{
    private static readonly ModbusReply NoSuchAddress = ModbusReply.Refused(ModbusExceptionCode.IllegalDataAddress);

    /// <summary>Creates a unit whose values are all zero and off.</summary>
    /// <param name="size">Length of each of the four tables, 0 to 65536.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size is not in that range.</exception>
    public ModbusMemoryUnit(int size = ModbusLimits.AddressSpace)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, ModbusLimits.AddressSpace);
        Coils = new bool[size];
        DiscreteInputs = new bool[size];
        HoldingRegisters = new ushort[size];
        InputRegisters = new ushort[size];
    }

    /// <summary>The coils.</summary>
    public Memory<bool> Coils { get; }

    /// <summary>The discrete inputs.</summary>
    public Memory<bool> DiscreteInputs { get; }

    /// <summary>The holding registers.</summary>
    public Memory<ushort> HoldingRegisters { get; }

    /// <summary>The input registers.</summary>
    public Memory<ushort> InputRegisters { get; }

    /// <inheritdoc/>
    public ValueTask<ModbusReply> ReadBitsAsync(
        ModbusTable table, ushort address, Memory<bool> destination, CancellationToken cancellationToken) =>
        Copy(table == ModbusTable.Coil ? Coils : DiscreteInputs, address, destination);

    /// <inheritdoc/>
    public ValueTask<ModbusReply> ReadRegistersAsync(
        ModbusTable table, ushort address, Memory<ushort> destination, CancellationToken cancellationToken) =>
        Copy(table == ModbusTable.Holding ? HoldingRegisters : InputRegisters, address, destination);

    /// <inheritdoc/>
    public ValueTask<ModbusReply> WriteCoilsAsync(ushort address, ReadOnlyMemory<bool> values, CancellationToken cancellationToken) =>
        Store(values, Coils, address);

    /// <inheritdoc/>
    public ValueTask<ModbusReply> WriteRegistersAsync(ushort address, ReadOnlyMemory<ushort> values, CancellationToken cancellationToken) =>
        Store(values, HoldingRegisters, address);

    private static ValueTask<ModbusReply> Copy<T>(Memory<T> table, int address, Memory<T> destination)
    {
        if (address + destination.Length > table.Length)
        {
            return ValueTask.FromResult(NoSuchAddress);
        }

        table.Slice(address, destination.Length).CopyTo(destination);
        return ValueTask.FromResult(ModbusReply.Done);
    }

    private static ValueTask<ModbusReply> Store<T>(ReadOnlyMemory<T> values, Memory<T> table, int address)
    {
        if (address + values.Length > table.Length)
        {
            return ValueTask.FromResult(NoSuchAddress);
        }

        values.CopyTo(table[address..]);
        return ValueTask.FromResult(ModbusReply.Done);
    }
}
