using Twins.Adapters.Modbus.Wire.Master;
using Twins.Adapters.Modbus.Wire.Wire;
using Twins.Protocols.Validation;

namespace Twins.Adapters.Modbus.Wire;

/// <summary>
/// A master over Modbus TCP (Modbus Messaging on TCP/IP Implementation Guide V1.0b) that keeps several requests under way on
/// one connection, opens the connection anew when it is lost, and lets a silent unit rest so that it does not hold up the
/// others.
/// </summary>
public sealed class ModbusTcpMaster : IModbusMaster
{
    private readonly ModbusTransactionPool _pool;
    private readonly RequestDispatcher _dispatcher;
    private readonly ConnectionKeeper _keeper;

    /// <summary>Creates a master; nothing is opened yet.</summary>
    /// <param name="options">Where the device is and how it is treated.</param>
    /// <param name="timeProvider">The clock of timeouts and delays; the system's unless given.</param>
    /// <exception cref="System.ComponentModel.DataAnnotations.ValidationException">An option is out of bounds.</exception>
    public ModbusTcpMaster(ModbusTcpMasterOptions options, TimeProvider? timeProvider = null)
    {
        options.Checked();
        var time = timeProvider ?? TimeProvider.System;
        var endpoint = FormattableString.Invariant($"{options.Host}:{options.Port}");
        _pool = new ModbusTransactionPool(options.MaxInFlight + options.QueueCapacity);
        _dispatcher = new RequestDispatcher(options, time, endpoint);
        _keeper = new ConnectionKeeper(options, time, endpoint, _dispatcher, Announce);
    }

    /// <inheritdoc/>
    public event EventHandler<ModbusConnectionStateChangedEventArgs>? StateChanged;

    /// <inheritdoc/>
    public ModbusConnectionState State => _keeper.State;

    /// <inheritdoc/>
    public int ConnectionLosses => _keeper.Losses;

    /// <inheritdoc/>
    public async ValueTask ConnectAsync(CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(State == ModbusConnectionState.Closed, this);
        _keeper.EnsureStarted();
        await _keeper.AttemptAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ValueTask ReadCoilsAsync(byte unitId, ushort address, Memory<bool> destination, CancellationToken cancellationToken = default) =>
        ReadBitsAsync(new ModbusRequest(ModbusFunction.ReadCoils, unitId, address, destination.Length), destination, cancellationToken);

    /// <inheritdoc/>
    public ValueTask ReadDiscreteInputsAsync(
        byte unitId, ushort address, Memory<bool> destination, CancellationToken cancellationToken = default) =>
        ReadBitsAsync(
            new ModbusRequest(ModbusFunction.ReadDiscreteInputs, unitId, address, destination.Length), destination, cancellationToken);

    /// <inheritdoc/>
    public ValueTask ReadHoldingRegistersAsync(
        byte unitId, ushort address, Memory<ushort> destination, CancellationToken cancellationToken = default) =>
        ReadRegistersAsync(
            new ModbusRequest(ModbusFunction.ReadHoldingRegisters, unitId, address, destination.Length), destination, cancellationToken);

    /// <inheritdoc/>
    public ValueTask ReadInputRegistersAsync(
        byte unitId, ushort address, Memory<ushort> destination, CancellationToken cancellationToken = default) =>
        ReadRegistersAsync(
            new ModbusRequest(ModbusFunction.ReadInputRegisters, unitId, address, destination.Length), destination, cancellationToken);

    /// <inheritdoc/>
    public ValueTask WriteSingleCoilAsync(byte unitId, ushort address, bool value, CancellationToken cancellationToken = default)
    {
        var transaction = _pool.Rent();
        var length = RequestWriter.SingleCoil(transaction.PduBuffer, address, value);
        transaction.Prepare(new ModbusRequest(ModbusFunction.WriteSingleCoil, unitId, address, 1), length);
        return SubmitAsync(transaction, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask WriteSingleRegisterAsync(byte unitId, ushort address, ushort value, CancellationToken cancellationToken = default)
    {
        var transaction = _pool.Rent();
        var length = RequestWriter.SingleRegister(transaction.PduBuffer, address, value);
        transaction.Prepare(new ModbusRequest(ModbusFunction.WriteSingleRegister, unitId, address, 1), length);
        return SubmitAsync(transaction, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask WriteMultipleCoilsAsync(
        byte unitId, ushort address, ReadOnlyMemory<bool> values, CancellationToken cancellationToken = default)
    {
        RequestLimits.Check(address, values.Length, ModbusLimits.MaxWriteBits, nameof(values));
        var transaction = _pool.Rent();
        var length = RequestWriter.MultipleCoils(transaction.PduBuffer, address, values.Span);
        transaction.Prepare(new ModbusRequest(ModbusFunction.WriteMultipleCoils, unitId, address, values.Length), length);
        return SubmitAsync(transaction, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask WriteMultipleRegistersAsync(
        byte unitId, ushort address, ReadOnlyMemory<ushort> values, CancellationToken cancellationToken = default)
    {
        RequestLimits.Check(address, values.Length, ModbusLimits.MaxWriteRegisters, nameof(values));
        var transaction = _pool.Rent();
        var length = RequestWriter.MultipleRegisters(transaction.PduBuffer, address, values.Span);
        transaction.Prepare(new ModbusRequest(ModbusFunction.WriteMultipleRegisters, unitId, address, values.Length), length);
        return SubmitAsync(transaction, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask MaskWriteRegisterAsync(
        byte unitId, ushort address, ushort andMask, ushort orMask, CancellationToken cancellationToken = default)
    {
        var transaction = _pool.Rent();
        var length = RequestWriter.MaskRegister(transaction.PduBuffer, address, andMask, orMask);
        transaction.Prepare(new ModbusRequest(ModbusFunction.MaskWriteRegister, unitId, address, 1), length);
        return SubmitAsync(transaction, cancellationToken);
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
        RequestLimits.Check(readAddress, destination.Length, ModbusLimits.MaxReadRegisters, nameof(destination));
        RequestLimits.Check(writeAddress, values.Length, ModbusLimits.MaxReadWriteRegisters, nameof(values));
        var transaction = _pool.Rent();
        var length = RequestWriter.ReadWriteRegisters(transaction.PduBuffer, readAddress, destination.Length, writeAddress, values.Span);
        var request = new ModbusRequest(ModbusFunction.ReadWriteMultipleRegisters, unitId, readAddress, destination.Length);
        transaction.Prepare(request, length, intoRegisters: destination);
        return SubmitAsync(transaction, cancellationToken);
    }

    /// <summary>Closes the connection; requests on their way fail with <see cref="ObjectDisposedException"/>.</summary>
    public async ValueTask DisposeAsync()
    {
        await _keeper.DisposeAsync().ConfigureAwait(false);
        _dispatcher.Dispose();
    }

    private ValueTask ReadBitsAsync(ModbusRequest request, Memory<bool> destination, CancellationToken cancellationToken)
    {
        RequestLimits.Check(request.Address, request.Count, ModbusLimits.MaxReadBits, nameof(destination));
        var transaction = _pool.Rent();
        var length = RequestWriter.Read(transaction.PduBuffer, request.Function, request.Address, request.Count);
        transaction.Prepare(request, length, intoBits: destination);
        return SubmitAsync(transaction, cancellationToken);
    }

    private ValueTask ReadRegistersAsync(ModbusRequest request, Memory<ushort> destination, CancellationToken cancellationToken)
    {
        RequestLimits.Check(request.Address, request.Count, ModbusLimits.MaxReadRegisters, nameof(destination));
        var transaction = _pool.Rent();
        var length = RequestWriter.Read(transaction.PduBuffer, request.Function, request.Address, request.Count);
        transaction.Prepare(request, length, intoRegisters: destination);
        return SubmitAsync(transaction, cancellationToken);
    }

    private ValueTask SubmitAsync(ModbusTransaction transaction, CancellationToken cancellationToken)
    {
        _keeper.EnsureStarted();
        return _dispatcher.Submit(transaction, _pool, cancellationToken);
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
}
