using Twins.Protocols.Modbus.Master;
using Twins.Protocols.Modbus.Wire;
using Twins.Protocols.Validation;

namespace Twins.Protocols.Modbus;

/// <summary>
/// The port served by the library NModbus 3.0.81 (build property <c>TwinsLibraries=usual</c>). The library blocks a thread per
/// request and has one request at a time on a connection; what it lacks is added here: the bound on waiting requests, rest
/// for silent units, delays between attempts to connect, function 22 and typed errors.
/// </summary>
/// <remarks>
/// Differences from <see cref="ModbusTcpMaster"/>: a lost connection is opened again by the next request, not by itself; after
/// a timeout the connection is opened anew, because the library cannot tell a late answer from the next one.
/// </remarks>
public sealed class NModbusMaster : IModbusMaster
{
    private readonly NModbusLink _link;

    /// <summary>Creates a master; nothing is opened yet.</summary>
    /// <param name="options">Where the device is and how it is treated.</param>
    /// <param name="timeProvider">The clock of the delays; the system's unless given. The library's timeouts are the socket's own.</param>
    /// <exception cref="System.ComponentModel.DataAnnotations.ValidationException">An option is out of bounds.</exception>
    public NModbusMaster(ModbusTcpMasterOptions options, TimeProvider? timeProvider = null)
    {
        _link = new NModbusLink(options.Checked(), timeProvider ?? TimeProvider.System);
        _link.Changed += (_, change) => Announce(change);
    }

    /// <inheritdoc/>
    public event EventHandler<ModbusConnectionStateChangedEventArgs>? StateChanged;

    /// <inheritdoc/>
    public ModbusConnectionState State => _link.State;

    /// <inheritdoc/>
    public async ValueTask ConnectAsync(CancellationToken cancellationToken = default) =>
        await _link.ConnectAsync(cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public ValueTask ReadCoilsAsync(byte unitId, ushort address, Memory<bool> destination, CancellationToken cancellationToken = default) =>
        ReadAsync(
            new ModbusRequest(ModbusFunction.ReadCoils, unitId, address, destination.Length),
            destination,
            ModbusLimits.MaxReadBits,
            (master, count) => master.ReadCoils(unitId, address, count),
            cancellationToken);

    /// <inheritdoc/>
    public ValueTask ReadDiscreteInputsAsync(
        byte unitId, ushort address, Memory<bool> destination, CancellationToken cancellationToken = default) =>
        ReadAsync(
            new ModbusRequest(ModbusFunction.ReadDiscreteInputs, unitId, address, destination.Length),
            destination,
            ModbusLimits.MaxReadBits,
            (master, count) => master.ReadInputs(unitId, address, count),
            cancellationToken);

    /// <inheritdoc/>
    public ValueTask ReadHoldingRegistersAsync(
        byte unitId, ushort address, Memory<ushort> destination, CancellationToken cancellationToken = default) =>
        ReadAsync(
            new ModbusRequest(ModbusFunction.ReadHoldingRegisters, unitId, address, destination.Length),
            destination,
            ModbusLimits.MaxReadRegisters,
            (master, count) => master.ReadHoldingRegisters(unitId, address, count),
            cancellationToken);

    /// <inheritdoc/>
    public ValueTask ReadInputRegistersAsync(
        byte unitId, ushort address, Memory<ushort> destination, CancellationToken cancellationToken = default) =>
        ReadAsync(
            new ModbusRequest(ModbusFunction.ReadInputRegisters, unitId, address, destination.Length),
            destination,
            ModbusLimits.MaxReadRegisters,
            (master, count) => master.ReadInputRegisters(unitId, address, count),
            cancellationToken);

    /// <inheritdoc/>
    public ValueTask WriteSingleCoilAsync(byte unitId, ushort address, bool value, CancellationToken cancellationToken = default) =>
        WriteAsync(
            new ModbusRequest(ModbusFunction.WriteSingleCoil, unitId, address, 1),
            master => master.WriteSingleCoil(unitId, address, value),
            cancellationToken);

    /// <inheritdoc/>
    public ValueTask WriteSingleRegisterAsync(byte unitId, ushort address, ushort value, CancellationToken cancellationToken = default) =>
        WriteAsync(
            new ModbusRequest(ModbusFunction.WriteSingleRegister, unitId, address, 1),
            master => master.WriteSingleRegister(unitId, address, value),
            cancellationToken);

    /// <inheritdoc/>
    public ValueTask WriteMultipleCoilsAsync(
        byte unitId, ushort address, ReadOnlyMemory<bool> values, CancellationToken cancellationToken = default)
    {
        RequestLimits.Check(address, values.Length, ModbusLimits.MaxWriteBits, nameof(values));
        var copy = values.ToArray();
        return WriteAsync(
            new ModbusRequest(ModbusFunction.WriteMultipleCoils, unitId, address, copy.Length),
            master => master.WriteMultipleCoils(unitId, address, copy),
            cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask WriteMultipleRegistersAsync(
        byte unitId, ushort address, ReadOnlyMemory<ushort> values, CancellationToken cancellationToken = default)
    {
        RequestLimits.Check(address, values.Length, ModbusLimits.MaxWriteRegisters, nameof(values));
        var copy = values.ToArray();
        return WriteAsync(
            new ModbusRequest(ModbusFunction.WriteMultipleRegisters, unitId, address, copy.Length),
            master => master.WriteMultipleRegisters(unitId, address, copy),
            cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask MaskWriteRegisterAsync(
        byte unitId, ushort address, ushort andMask, ushort orMask, CancellationToken cancellationToken = default)
    {
        var pdu = new byte[ModbusLimits.MaxPduLength];
        var length = RequestWriter.MaskRegister(pdu, address, andMask, orMask);
        var message = new PduMessage { SlaveAddress = unitId, ProtocolDataUnit = pdu[..length] };
        return WriteAsync(
            new ModbusRequest(ModbusFunction.MaskWriteRegister, unitId, address, 1),
            master => master.ExecuteCustomMessage<PduMessage>(message),
            cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask ReadWriteMultipleRegistersAsync(
        byte unitId,
        ushort readAddress,
        Memory<ushort> destination,
        ushort writeAddress,
        ReadOnlyMemory<ushort> values,
        CancellationToken cancellationToken = default)
    {
        RequestLimits.Check(writeAddress, values.Length, ModbusLimits.MaxReadWriteRegisters, nameof(values));
        var copy = values.ToArray();
        return ReadAsync(
            new ModbusRequest(ModbusFunction.ReadWriteMultipleRegisters, unitId, readAddress, destination.Length),
            destination,
            ModbusLimits.MaxReadRegisters,
            (master, count) => master.ReadWriteMultipleRegisters(unitId, readAddress, count, writeAddress, copy),
            cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _link.DisposeAsync();

    private ValueTask ReadAsync<T>(
        ModbusRequest request,
        Memory<T> destination,
        int limit,
        Func<NModbus.IModbusMaster, ushort, T[]> read,
        CancellationToken cancellationToken)
    {
        RequestLimits.Check(request.Address, request.Count, limit, nameof(destination));
        return new ValueTask(CopyAsync());

        async Task CopyAsync()
        {
            var asked = _link.AskAsync(request, master => read(master, (ushort)request.Count), cancellationToken);
            var values = await asked.ConfigureAwait(false);
            values.CopyTo(destination);
        }
    }

    private ValueTask WriteAsync(ModbusRequest request, Action<NModbus.IModbusMaster> write, CancellationToken cancellationToken)
    {
        var asked = _link.AskAsync(
            request,
            master =>
            {
                write(master);
                return true;
            },
            cancellationToken);
        return new ValueTask(asked);
    }

    private void Announce(ModbusConnectionStateChangedEventArgs change)
    {
        try
        {
            StateChanged?.Invoke(this, change);
        }
        catch (Exception)
        {
            // As documented at the event: an observer's fault is not the connection's.
        }
    }

    /// <summary>A request or response that the library does not know, as its bytes.</summary>
    private sealed class PduMessage : NModbus.IModbusMessage
    {
        public byte FunctionCode
        {
            get => ProtocolDataUnit[0];
            set => ProtocolDataUnit[0] = value;
        }

        public byte SlaveAddress { get; set; }

        public byte[] ProtocolDataUnit { get; set; } = [0];

        public byte[] MessageFrame => [SlaveAddress, .. ProtocolDataUnit];

        public ushort TransactionId { get; set; }

        public void Initialize(byte[] frame)
        {
            SlaveAddress = frame[0];
            ProtocolDataUnit = frame[1..];
        }
    }
}
