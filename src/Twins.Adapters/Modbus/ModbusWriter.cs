using System.Collections.Immutable;
using Twins.Adapters.Modbus.Wire;
using Twins.Commands;
using Twins.Connections;
using Twins.Devices;
using Twins.Points;
using ModbusTable = Twins.Adapters.Modbus.ModbusTable;

namespace Twins.Adapters.Modbus;

/// <summary>Writes a setpoint and reads back what the device follows. Failures are results; whatever may have been sent is read back.</summary>
internal sealed class ModbusWriter(
    IModbusMaster master, ModbusReader reader, ModbusDevice device, ConnectionCounters counters, TimeProvider clock)
{
    /// <summary>
    /// Pauses before the read-backs; the first is not waited for. A device that answers may take the first four to follow, 1 s in all.
    /// One that does not answer, because the acknowledgement was lost and the unit is given time, is asked to the end, 4.5 s in all.
    /// </summary>
    public static readonly ImmutableArray<TimeSpan> ReadBackPauses = [.. new[] { 0, 100, 300, 600, 1000, 1000, 1500 }.Select(ms => TimeSpan.FromMilliseconds(ms))];

    private const int ReadBacksToFollow = 4;

    private Timestamp Now => Timestamp.Now(clock);

    public async Task<WriteResult> WriteAsync(ModbusSetpoint setpoint, PointValue value)
    {
        Timestamp sentAt = Now;
        SendOutcome sent = await SendAsync(setpoint.Target, value);
        if (sent.Final is { } final)
        {
            return final with { SentAt = final.Progress == WriteProgress.NotSent ? null : sentAt };
        }

        var result = new WriteResult(
            sent.Acknowledged ? WriteProgress.Acknowledged : WriteProgress.Sent,
            sentAt,
            sent.Acknowledged ? Now : null,
            ReadBackAt: null,
            PointValue.None,
            Followed: false,
            sent.Reason,
            CommandRefusal.None,
            device.Simulated);
        return await ReadBackAsync(setpoint, value, result);
    }

    /// <summary>Writes without reading back, to feed a watchdog; a failure shows in the counters and in the next read-back.</summary>
    public async Task RepeatAsync(ModbusSetpoint setpoint, PointValue value) => _ = await SendAsync(setpoint.Target, value);

    private async Task<WriteResult> ReadBackAsync(ModbusSetpoint setpoint, PointValue value, WriteResult result)
    {
        for (int attempt = 0; attempt < ReadBackPauses.Length && !IsDecided(result, attempt); attempt++)
        {
            if (ReadBackPauses[attempt] > TimeSpan.Zero)
            {
                await Task.Delay(ReadBackPauses[attempt], clock);
            }

            result = await ReadBackOnceAsync(setpoint, value, result);
        }

        return result;
    }

    private static bool IsDecided(WriteResult result, int attempts) =>
        result.Followed || (result.Progress == WriteProgress.ReadBack && attempts >= ReadBacksToFollow);

    private async Task<WriteResult> ReadBackOnceAsync(ModbusSetpoint setpoint, PointValue value, WriteResult result)
    {
        try
        {
            DecodedValue decoded = await reader.ReadItemNowAsync(setpoint.ReadBack);
            return result with
            {
                Progress = WriteProgress.ReadBack,
                ReadBackAt = Now,
                ReadBack = decoded.Value,
                Followed = setpoint.IsFollowed(value, decoded.Value, device.Factors),
                Reason = null,
            };
        }
        catch (Exception exception) when (exception is ModbusException or ObjectDisposedException)
        {
            counters.CountFailure(exception.Message);
            return result with { Reason = $"it could not be read back: {exception.Message}" };
        }
    }

    private async Task<SendOutcome> SendAsync(ModbusItem target, PointValue value)
    {
        bool begun = false;
        try
        {
            await reader.EnsureFactorAsync(target);
            begun = true;
            counters.CountRequest();
            return await SendEncodedAsync(target, value) is { } refusal
                ? new SendOutcome(WriteResult.NotSent(CommandRefusal.Limit, refusal), Acknowledged: false, null)
                : new SendOutcome(null, Acknowledged: true, null);
        }
        catch (ModbusDeviceException exception) when (begun && exception.Code == ModbusExceptionCode.Acknowledge)
        {
            // The device accepted the request and needs long to carry it out (section 7, code 5): the read-back decides.
            return new SendOutcome(null, Acknowledged: true, exception.Message);
        }
        catch (ModbusException exception)
        {
            counters.CountFailure(exception.Message);
            return Judge(exception, begun);
        }
        catch (ObjectDisposedException)
        {
            return new SendOutcome(WriteResult.NotSent(CommandRefusal.Disconnected, "the adapter was stopped"), Acknowledged: false, null);
        }
    }

    // What certainly never left, or was certainly refused, ends here; of anything else the read-back shows what became.
    private SendOutcome Judge(ModbusException exception, bool begun) => exception switch
    {
        ModbusBusyException => new(WriteResult.NotSent(CommandRefusal.Busy, exception.Message), Acknowledged: false, null),
        ModbusUnitBackoffException => new(WriteResult.NotSent(CommandRefusal.Disconnected, exception.Message), Acknowledged: false, null),
        _ when !begun => new(WriteResult.NotSent(CommandRefusal.Disconnected, exception.Message), Acknowledged: false, null),
        ModbusConnectionException { RetryAt: not null } =>
            new(WriteResult.NotSent(CommandRefusal.Disconnected, exception.Message), Acknowledged: false, null),
        ModbusDeviceException => new(
            WriteResult.NotSent(CommandRefusal.None, exception.Message) with { Progress = WriteProgress.Refused, Simulated = device.Simulated },
            Acknowledged: false,
            null),
        _ => new(null, Acknowledged: false, exception.Message),
    };

    /// <summary>Encodes and sends; returns why the value cannot be encoded, or null once the device acknowledged.</summary>
    private Task<string?> SendEncodedAsync(ModbusItem target, PointValue value) => target switch
    {
        { Table: ModbusTable.Coil } => SendCoilAsync(target, value),
        { Table: not ModbusTable.Holding } => Task.FromResult<string?>($"'{target.Key}' lies in a table that cannot be written: {target.Table}"),
        { Codec.IsBitField: true, Count: 1 } => SendMaskedAsync(target, value),
        { Codec.IsBitField: true } => SendReadModifyWriteAsync(target, value),
        _ => SendRegistersAsync(target, value, new ushort[target.Count]),
    };

    private async Task<string?> SendCoilAsync(ModbusItem target, PointValue value)
    {
        if (target.Codec.TryEncode(value, out bool bit) is { } error)
        {
            return error;
        }

        await master.WriteSingleCoilAsync(device.UnitId, (ushort)target.Address, bit);
        return null;
    }

    private async Task<string?> SendMaskedAsync(ModbusItem target, PointValue value)
    {
        if (target.Codec.TryEncodeMask(value, out ushort andMask, out ushort orMask) is { } error)
        {
            return error;
        }

        await master.MaskWriteRegisterAsync(device.UnitId, (ushort)target.Address, andMask, orMask);
        return null;
    }

    private async Task<string?> SendReadModifyWriteAsync(ModbusItem target, PointValue value)
    {
        await device.ReadModifyWrite.WaitAsync();
        try
        {
            ushort[] registers = new ushort[target.Count];
            await master.ReadHoldingRegistersAsync(device.UnitId, (ushort)target.Address, registers);
            return await SendRegistersAsync(target, value, registers);
        }
        finally
        {
            device.ReadModifyWrite.Release();
        }
    }

    private async Task<string?> SendRegistersAsync(ModbusItem target, PointValue value, ushort[] registers)
    {
        if (target.TryEncode(value, device.Factors, registers) is { } error)
        {
            return error;
        }

        await (registers.Length == 1
            ? master.WriteSingleRegisterAsync(device.UnitId, (ushort)target.Address, registers[0])
            : master.WriteMultipleRegistersAsync(device.UnitId, (ushort)target.Address, registers));
        return null;
    }

    /// <summary>What became of a send: a final result, or a read-back decides.</summary>
    private readonly record struct SendOutcome(WriteResult? Final, bool Acknowledged, string? Reason);
}
