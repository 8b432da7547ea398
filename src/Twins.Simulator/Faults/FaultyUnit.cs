using Twins.Adapters.Modbus;
using Twins.Adapters.Modbus.Wire;

namespace Twins.Simulator.Faults;

/// <summary>Puts a device's fault between the server and the device: what concerns the answer as such, not the values in it.</summary>
internal sealed class FaultyUnit(IModbusUnit device, Func<DeviceFault?> currentFault, TimeProvider clock) : IModbusUnit
{
    // An MBAP header whose protocol identifier is not 0 (Modbus Messaging on TCP/IP, section 3.1.3).
    private static readonly byte[] NotModbus = [0xDE, 0xAD, 0xBE, 0xEF, 0x00, 0x06, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF];

    /// <inheritdoc/>
    public async ValueTask<ModbusReply> ReadBitsAsync(
        ModbusTable table, ushort address, Memory<bool> destination, CancellationToken cancellationToken) =>
        await SpoilAsync(cancellationToken).ConfigureAwait(false)
        ?? await device.ReadBitsAsync(table, address, destination, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public async ValueTask<ModbusReply> ReadRegistersAsync(
        ModbusTable table, ushort address, Memory<ushort> destination, CancellationToken cancellationToken) =>
        await SpoilAsync(cancellationToken).ConfigureAwait(false)
        ?? await device.ReadRegistersAsync(table, address, destination, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public async ValueTask<ModbusReply> WriteCoilsAsync(ushort address, ReadOnlyMemory<bool> values, CancellationToken cancellationToken) =>
        await SpoilAsync(cancellationToken).ConfigureAwait(false)
        ?? await device.WriteCoilsAsync(address, values, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public async ValueTask<ModbusReply> WriteRegistersAsync(
        ushort address, ReadOnlyMemory<ushort> values, CancellationToken cancellationToken) =>
        await SpoilAsync(cancellationToken).ConfigureAwait(false)
        ?? await device.WriteRegistersAsync(address, values, cancellationToken).ConfigureAwait(false);

    /// <summary>The answer in place of the device's, if the fault says so; null lets the device answer, after its delay.</summary>
    private async ValueTask<ModbusReply?> SpoilAsync(CancellationToken cancellationToken)
    {
        switch (currentFault())
        {
            case SilentFault:
                return ModbusReply.None;
            case GarbageFault:
                return ModbusReply.Raw(NotModbus);
            case DisconnectingFault:
                return ModbusReply.Disconnect;
            case RefusingFault refusing:
                return ModbusReply.Refused(refusing.Code);
            case SlowFault slow:
                await Task.Delay(slow.Delay, clock, cancellationToken).ConfigureAwait(false);
                return null;
            default:
                return null;
        }
    }
}
