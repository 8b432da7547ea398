namespace Twins.Adapters.Modbus.Wire;

/// <summary>
/// Asks the units of one connection (a device of its own, or several behind a gateway) for values and sets them.
/// </summary>
/// <remarks>
/// <para>Addresses are those on the wire, from 0; <c>40001</c> of a manual is usually holding register 0.</para>
/// <para>Requests may be made concurrently. Values to write are taken over by the call; a buffer to read into belongs to the
/// master until the returned task has ended, is filled only on success, and is not touched after the end whatever the
/// device still sends.</para>
/// <para>Every request ends with success, with an <see cref="ArgumentOutOfRangeException"/> (thrown by the call: the count is
/// beyond <see cref="ModbusLimits"/> or the range beyond address 65535), with an <see cref="OperationCanceledException"/>,
/// with an <see cref="ObjectDisposedException"/> once the master is disposed of, or with a <see cref="ModbusException"/>
/// whose type says who is at fault. A request that was cancelled or timed out may have been carried out.</para>
/// <para>Returned tasks are awaited once, as every <see cref="ValueTask"/>.</para>
/// </remarks>
public interface IModbusMaster : IAsyncDisposable
{
    /// <summary>Where the connection stands.</summary>
    ModbusConnectionState State { get; }

    /// <summary>How often a connection was lost or refused; one that the device closed while nothing was asked does not count.</summary>
    int ConnectionLosses { get; }

    /// <summary>
    /// Raised after each change of <see cref="State"/>, one at a time and in order. Handlers must be quick and must not
    /// throw; what they throw is dropped, lest it end the connection.
    /// </summary>
    event EventHandler<ModbusConnectionStateChangedEventArgs>? StateChanged;

    /// <summary>
    /// Opens the connection rather than leaving that to the first request; returns at once when it is open. A lost or refused
    /// connection is tried again, with growing delays, until the master is disposed of.
    /// </summary>
    /// <param name="cancellationToken">Ends the wait, not the attempt.</param>
    /// <exception cref="ModbusConnectionException">The attempt failed, or the next one is still being waited for.</exception>
    ValueTask ConnectAsync(CancellationToken cancellationToken = default);

    /// <summary>Function 1: reads coils.</summary>
    /// <param name="unitId">The unit.</param>
    /// <param name="address">First address, from 0.</param>
    /// <param name="destination">Filled with the coils; its length, 1 to 2000, is the count.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask ReadCoilsAsync(byte unitId, ushort address, Memory<bool> destination, CancellationToken cancellationToken = default);

    /// <summary>Function 2: reads discrete inputs.</summary>
    /// <param name="unitId">The unit.</param>
    /// <param name="address">First address, from 0.</param>
    /// <param name="destination">Filled with the inputs; its length, 1 to 2000, is the count.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask ReadDiscreteInputsAsync(byte unitId, ushort address, Memory<bool> destination, CancellationToken cancellationToken = default);

    /// <summary>Function 3: reads holding registers.</summary>
    /// <param name="unitId">The unit.</param>
    /// <param name="address">First address, from 0.</param>
    /// <param name="destination">Filled with the registers; its length, 1 to 125, is the count.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask ReadHoldingRegistersAsync(
        byte unitId, ushort address, Memory<ushort> destination, CancellationToken cancellationToken = default);

    /// <summary>Function 4: reads input registers.</summary>
    /// <param name="unitId">The unit.</param>
    /// <param name="address">First address, from 0.</param>
    /// <param name="destination">Filled with the registers; its length, 1 to 125, is the count.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask ReadInputRegistersAsync(
        byte unitId, ushort address, Memory<ushort> destination, CancellationToken cancellationToken = default);

    /// <summary>Function 5: sets one coil.</summary>
    /// <param name="unitId">The unit.</param>
    /// <param name="address">Its address, from 0.</param>
    /// <param name="value">On or off.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask WriteSingleCoilAsync(byte unitId, ushort address, bool value, CancellationToken cancellationToken = default);

    /// <summary>Function 6: sets one holding register.</summary>
    /// <param name="unitId">The unit.</param>
    /// <param name="address">Its address, from 0.</param>
    /// <param name="value">The register's 16 bits.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask WriteSingleRegisterAsync(byte unitId, ushort address, ushort value, CancellationToken cancellationToken = default);

    /// <summary>Function 15: sets coils.</summary>
    /// <param name="unitId">The unit.</param>
    /// <param name="address">First address, from 0.</param>
    /// <param name="values">1 to 1968 values.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask WriteMultipleCoilsAsync(
        byte unitId, ushort address, ReadOnlyMemory<bool> values, CancellationToken cancellationToken = default);

    /// <summary>Function 16: sets holding registers.</summary>
    /// <param name="unitId">The unit.</param>
    /// <param name="address">First address, from 0.</param>
    /// <param name="values">1 to 123 registers.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask WriteMultipleRegistersAsync(
        byte unitId, ushort address, ReadOnlyMemory<ushort> values, CancellationToken cancellationToken = default);

    /// <summary>
    /// Function 22: sets one holding register to <c>(value AND andMask) OR (orMask AND NOT andMask)</c>, in the device and in
    /// one step.
    /// </summary>
    /// <param name="unitId">The unit.</param>
    /// <param name="address">Its address, from 0.</param>
    /// <param name="andMask">Bits to keep.</param>
    /// <param name="orMask">What the other bits become.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask MaskWriteRegisterAsync(
        byte unitId, ushort address, ushort andMask, ushort orMask, CancellationToken cancellationToken = default);

    /// <summary>Function 23: sets holding registers, then reads holding registers, in one transaction.</summary>
    /// <param name="unitId">The unit.</param>
    /// <param name="readAddress">First address to read, from 0.</param>
    /// <param name="destination">Filled with the registers read; its length, 1 to 125, is the count.</param>
    /// <param name="writeAddress">First address to write, from 0.</param>
    /// <param name="values">1 to 121 registers to write.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask ReadWriteMultipleRegistersAsync(
        byte unitId,
        ushort readAddress,
        Memory<ushort> destination,
        ushort writeAddress,
        ReadOnlyMemory<ushort> values,
        CancellationToken cancellationToken = default);
}
