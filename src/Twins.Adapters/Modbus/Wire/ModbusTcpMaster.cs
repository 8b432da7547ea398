using System.Diagnostics.CodeAnalysis;
using Twins.Adapters.Validation;

namespace Twins.Adapters.Modbus.Wire;

/// <summary>
/// Asks the units of one Modbus TCP connection (a device of its own, or several behind a gateway) for values and sets them (Modbus Messaging on
/// TCP/IP Implementation Guide V1.0b). Keeps several requests in flight, opens the connection when a request needs it, and lets a silent unit rest
/// so that it does not hold up the others.
/// </summary>
/// <remarks>
/// <para>Addresses are those on the wire, from 0; <c>40001</c> of a manual is usually holding register 0.</para>
/// <para>Requests may be made concurrently. Values to write are taken over by the call; a buffer to read into belongs to the
/// master until the returned task has ended, is filled only on success, and is not touched after the end whatever the
/// device still sends.</para>
/// <para>Every request ends with success, with an <see cref="ArgumentOutOfRangeException"/> (thrown by the call: the count is
/// beyond <see cref="ModbusLimits"/> or the range beyond address 65535), with an <see cref="OperationCanceledException"/>,
/// or with a <see cref="ModbusException"/>
/// whose type says who is at fault. A request that was cancelled or timed out may have been carried out.</para>
/// <para>Returned tasks are awaited once, as every <see cref="ValueTask"/>.</para>
/// </remarks>
public sealed class ModbusTcpMaster : IAsyncDisposable
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
        _dispatcher = new RequestDispatcher(options, time, endpoint, irregularity => Announce(Irregular, irregularity));
        _keeper = new ConnectionKeeper(options, time, endpoint, _dispatcher, change => Announce(StateChanged, change));
    }

    /// <summary>
    /// Raised after each change of <see cref="State"/>, one at a time and in order. Handlers must be quick and must not
    /// throw; what they throw is dropped, so that it does not end the connection.
    /// </summary>
    public event EventHandler<ModbusConnectionStateChangedEventArgs>? StateChanged;

    /// <summary>Raised for what the protocol does not foresee and that does no harm. Handlers as those of <see cref="StateChanged"/>.</summary>
    public event EventHandler<ModbusIrregularityEventArgs>? Irregular;

    /// <summary>State of the connection.</summary>
    public ModbusConnectionState State => _keeper.State;

    /// <summary>How often a connection was lost or refused; one that the device closed after it had answered does not count.</summary>
    public int ConnectionLosses => _keeper.Losses;

    /// <summary>
    /// Opens the connection rather than leaving that to the first request; returns at once when it is open. A lost or refused
    /// connection is tried again, with growing delays, until the master is disposed of.
    /// </summary>
    /// <param name="cancellationToken">Ends the wait, not the attempt.</param>
    /// <exception cref="ModbusConnectionException">The attempt failed, or the next one is still being waited for.</exception>
    [SuppressMessage("Reliability", "CA2016:Forward the CancellationToken parameter", Justification = "It ends the wait, not the attempt that others wait for too.")]
    public ValueTask ConnectAsync(CancellationToken cancellationToken = default) => new(_keeper.ConnectAsync().WaitAsync(cancellationToken));

    /// <summary>Function 1: reads coils.</summary>
    /// <param name="unitId">The unit.</param>
    /// <param name="address">First address, from 0.</param>
    /// <param name="destination">Filled with the coils; its length, 1 to 2000, is the count.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public ValueTask ReadCoilsAsync(byte unitId, ushort address, Memory<bool> destination, CancellationToken cancellationToken = default) =>
        ReadBitsAsync(new ModbusRequest(ModbusFunction.ReadCoils, unitId, address, destination.Length), destination, cancellationToken);

    /// <summary>Function 2: reads discrete inputs.</summary>
    /// <param name="unitId">The unit.</param>
    /// <param name="address">First address, from 0.</param>
    /// <param name="destination">Filled with the inputs; its length, 1 to 2000, is the count.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public ValueTask ReadDiscreteInputsAsync(
        byte unitId, ushort address, Memory<bool> destination, CancellationToken cancellationToken = default) =>
        ReadBitsAsync(
            new ModbusRequest(ModbusFunction.ReadDiscreteInputs, unitId, address, destination.Length), destination, cancellationToken);

    /// <summary>Function 3: reads holding registers.</summary>
    /// <param name="unitId">The unit.</param>
    /// <param name="address">First address, from 0.</param>
    /// <param name="destination">Filled with the registers; its length, 1 to 125, is the count.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public ValueTask ReadHoldingRegistersAsync(
        byte unitId, ushort address, Memory<ushort> destination, CancellationToken cancellationToken = default) =>
        ReadRegistersAsync(
            new ModbusRequest(ModbusFunction.ReadHoldingRegisters, unitId, address, destination.Length), destination, cancellationToken);

    /// <summary>Function 4: reads input registers.</summary>
    /// <param name="unitId">The unit.</param>
    /// <param name="address">First address, from 0.</param>
    /// <param name="destination">Filled with the registers; its length, 1 to 125, is the count.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public ValueTask ReadInputRegistersAsync(
        byte unitId, ushort address, Memory<ushort> destination, CancellationToken cancellationToken = default) =>
        ReadRegistersAsync(
            new ModbusRequest(ModbusFunction.ReadInputRegisters, unitId, address, destination.Length), destination, cancellationToken);

    /// <summary>Function 5: sets one coil.</summary>
    /// <param name="unitId">The unit.</param>
    /// <param name="address">Its address, from 0.</param>
    /// <param name="value">On or off.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public ValueTask WriteSingleCoilAsync(byte unitId, ushort address, bool value, CancellationToken cancellationToken = default)
    {
        var transaction = _pool.Rent();
        var length = RequestWriter.SingleCoil(transaction.PduBuffer, address, value);
        transaction.Prepare(new ModbusRequest(ModbusFunction.WriteSingleCoil, unitId, address, 1), length);
        return SubmitAsync(transaction, cancellationToken);
    }

    /// <summary>Function 6: sets one holding register.</summary>
    /// <param name="unitId">The unit.</param>
    /// <param name="address">Its address, from 0.</param>
    /// <param name="value">The register's 16 bits.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public ValueTask WriteSingleRegisterAsync(byte unitId, ushort address, ushort value, CancellationToken cancellationToken = default)
    {
        var transaction = _pool.Rent();
        var length = RequestWriter.SingleRegister(transaction.PduBuffer, address, value);
        transaction.Prepare(new ModbusRequest(ModbusFunction.WriteSingleRegister, unitId, address, 1), length);
        return SubmitAsync(transaction, cancellationToken);
    }

    /// <summary>Function 15: sets coils.</summary>
    /// <param name="unitId">The unit.</param>
    /// <param name="address">First address, from 0.</param>
    /// <param name="values">1 to 1968 values.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public ValueTask WriteMultipleCoilsAsync(
        byte unitId, ushort address, ReadOnlyMemory<bool> values, CancellationToken cancellationToken = default)
    {
        ModbusLimits.Check(address, values.Length, ModbusLimits.MaxWriteBits, nameof(values));
        var transaction = _pool.Rent();
        var length = RequestWriter.MultipleCoils(transaction.PduBuffer, address, values.Span);
        transaction.Prepare(new ModbusRequest(ModbusFunction.WriteMultipleCoils, unitId, address, values.Length), length);
        return SubmitAsync(transaction, cancellationToken);
    }

    /// <summary>Function 16: sets holding registers.</summary>
    /// <param name="unitId">The unit.</param>
    /// <param name="address">First address, from 0.</param>
    /// <param name="values">1 to 123 registers.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public ValueTask WriteMultipleRegistersAsync(
        byte unitId, ushort address, ReadOnlyMemory<ushort> values, CancellationToken cancellationToken = default)
    {
        ModbusLimits.Check(address, values.Length, ModbusLimits.MaxWriteRegisters, nameof(values));
        var transaction = _pool.Rent();
        var length = RequestWriter.MultipleRegisters(transaction.PduBuffer, address, values.Span);
        transaction.Prepare(new ModbusRequest(ModbusFunction.WriteMultipleRegisters, unitId, address, values.Length), length);
        return SubmitAsync(transaction, cancellationToken);
    }

    /// <summary>
    /// Function 22: sets one holding register to <c>(value AND andMask) OR (orMask AND NOT andMask)</c>, in the device and in
    /// one step.
    /// </summary>
    /// <param name="unitId">The unit.</param>
    /// <param name="address">Its address, from 0.</param>
    /// <param name="andMask">Bits to keep.</param>
    /// <param name="orMask">What the other bits become.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public ValueTask MaskWriteRegisterAsync(
        byte unitId, ushort address, ushort andMask, ushort orMask, CancellationToken cancellationToken = default)
    {
        var transaction = _pool.Rent();
        var length = RequestWriter.MaskRegister(transaction.PduBuffer, address, andMask, orMask);
        transaction.Prepare(new ModbusRequest(ModbusFunction.MaskWriteRegister, unitId, address, 1), length);
        return SubmitAsync(transaction, cancellationToken);
    }

    /// <summary>Function 23: sets holding registers, then reads holding registers, in one transaction.</summary>
    /// <param name="unitId">The unit.</param>
    /// <param name="readAddress">First address to read, from 0.</param>
    /// <param name="destination">Filled with the registers read; its length, 1 to 125, is the count.</param>
    /// <param name="writeAddress">First address to write, from 0.</param>
    /// <param name="values">1 to 121 registers to write.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public ValueTask ReadWriteMultipleRegistersAsync(
        byte unitId,
        ushort readAddress,
        Memory<ushort> destination,
        ushort writeAddress,
        ReadOnlyMemory<ushort> values,
        CancellationToken cancellationToken = default)
    {
        ModbusLimits.Check(readAddress, destination.Length, ModbusLimits.MaxReadRegisters, nameof(destination));
        ModbusLimits.Check(writeAddress, values.Length, ModbusLimits.MaxReadWriteRegisters, nameof(values));
        var transaction = _pool.Rent();
        var length = RequestWriter.ReadWriteRegisters(transaction.PduBuffer, readAddress, destination.Length, writeAddress, values.Span);
        var request = new ModbusRequest(ModbusFunction.ReadWriteMultipleRegisters, unitId, readAddress, destination.Length);
        transaction.Prepare(request, length, intoRegisters: destination);
        return SubmitAsync(transaction, cancellationToken);
    }

    /// <summary>Closes the connection; requests on their way, and all further ones, fail with a <see cref="ModbusConnectionException"/>.</summary>
    public async ValueTask DisposeAsync()
    {
        await _keeper.DisposeAsync().ConfigureAwait(false);
        _dispatcher.Dispose();
    }

    private ValueTask ReadBitsAsync(ModbusRequest request, Memory<bool> destination, CancellationToken cancellationToken)
    {
        ModbusLimits.Check(request.Address, request.Count, ModbusLimits.MaxReadBits, nameof(destination));
        var transaction = _pool.Rent();
        var length = RequestWriter.Read(transaction.PduBuffer, request.Function, request.Address, request.Count);
        transaction.Prepare(request, length, intoBits: destination);
        return SubmitAsync(transaction, cancellationToken);
    }

    private ValueTask ReadRegistersAsync(ModbusRequest request, Memory<ushort> destination, CancellationToken cancellationToken)
    {
        ModbusLimits.Check(request.Address, request.Count, ModbusLimits.MaxReadRegisters, nameof(destination));
        var transaction = _pool.Rent();
        var length = RequestWriter.Read(transaction.PduBuffer, request.Function, request.Address, request.Count);
        transaction.Prepare(request, length, intoRegisters: destination);
        return SubmitAsync(transaction, cancellationToken);
    }

    private ValueTask SubmitAsync(ModbusTransaction transaction, CancellationToken cancellationToken)
    {
        var outcome = _dispatcher.Submit(transaction, _pool, out var needsConnection, cancellationToken);
        if (needsConnection)
        {
            _keeper.Demand();
        }

        return outcome;
    }

    private void Announce<T>(EventHandler<T>? handlers, T arguments)
    {
        try
        {
            handlers?.Invoke(this, arguments);
        }
        catch (Exception)
        {
            // As documented at the events: an observer's fault is not the connection's.
        }
    }
}
