using System.Globalization;
using Microsoft.Extensions.Logging;
using Twins.Adapters.Modbus.Wire;
using Twins.Commands;
using Twins.Points;

namespace Twins.Adapters.Modbus;

/// <summary>Encodes and writes the setpoints of one unit.</summary>
internal sealed class ModbusWriter(ModbusTcpMaster master, byte unit, ModbusDescription description, ModbusReader reader, ILogger logger)
{
    // The exponent by which each setpoint with a scale factor was written last, by ordinal.
    private readonly Dictionary<int, int> _exponents = [];

    // Function 22 is rare among devices; one that does not know it says so once.
    private bool _knowsNoMask;

    /// <summary>Writes a value. Its scale factor is read immediately before: of the target nothing else counts, for it is written again.</summary>
    /// <exception cref="ModbusException">The device refused it, or it is not known to have acknowledged it; <see cref="Judge"/> says which.</exception>
    public async Task<SendResult> SendAsync(ModbusSetpoint setpoint, PointValue value)
    {
        ModbusItem target = setpoint.Target;
        if (target.ScaleFactorSlot >= 0)
        {
            try
            {
                await reader.ReadFactorAsync(target);
            }
            catch (ModbusException exception)
            {
                logger.RequestFailed(exception, target.Key, exception.Message);
                return SendResult.NotSent(CommandRefusal.Disconnected, $"its scale factor could not be read: {exception.Message}");
            }
        }

        string? refusal = target switch
        {
            { Table: ModbusTable.Coil } => await SendCoilAsync(target, value),
            { Table: not ModbusTable.Holding } => $"'{target.Key}' lies in a table that cannot be written: {target.Table}",
            { Codec.IsBitField: true, Count: 1 } when !_knowsNoMask => await SendMaskedAsync(setpoint, value),
            { Codec.IsBitField: true } => await SendModifiedAsync(setpoint, value),
            _ => await SendRegistersAsync(setpoint, value, new ushort[target.Count]),
        };
        return refusal is null ? SendResult.Acknowledged : SendResult.NotSent(CommandRefusal.Limit, refusal);
    }

    /// <summary>What a failed write means for the device: what certainly never left, what was refused, what may have arrived.</summary>
    public static SendResult Judge(ModbusException exception) => exception switch
    {
        { WasPartlyDone: true } => SendResult.Sent(exception.Message),
        ModbusBusyException => SendResult.NotSent(CommandRefusal.Busy, exception.Message),
        { WasSent: false } => SendResult.NotSent(CommandRefusal.Disconnected, exception.Message),

        // It accepted the request and needs long to carry it out (section 7, code 5): the read-back decides.
        ModbusDeviceException { Code: ModbusExceptionCode.Acknowledge } => SendResult.Acknowledged,
        ModbusDeviceException => SendResult.Refused(exception.Message),
        _ => SendResult.Sent(exception.Message),
    };

    /// <summary>
    /// Whether the device has changed the scale factor of a setpoint since the value was written: what it then holds means another value. Looks at
    /// the factor that the reader has seen last.
    /// </summary>
    /// <returns>Null, or what has changed, in words.</returns>
    public string? FindFactorChange(ModbusSetpoint setpoint) =>
        _exponents.TryGetValue(setpoint.Target.Ordinal, out int written)
        && reader.Factors.TryGet(setpoint.Target, out int exponent) is null
        && exponent != written
            ? string.Create(CultureInfo.InvariantCulture, $"its scale factor changed from 10^{written} to 10^{exponent} while it was written")
            : null;

    private async Task<string?> SendCoilAsync(ModbusItem target, PointValue value)
    {
        if (target.Codec.TryEncode(value, out bool bit) is { } error)
        {
            return error;
        }

        await reader.AskAsync(() => master.WriteSingleCoilAsync(unit, (ushort)target.Address, bit));
        return null;
    }

    private async Task<string?> SendMaskedAsync(ModbusSetpoint setpoint, PointValue value)
    {
        ModbusItem target = setpoint.Target;
        if (target.Codec.TryEncodeMask(value, out ushort andMask, out ushort orMask) is { } error)
        {
            return error;
        }

        try
        {
            await reader.AskAsync(() => master.MaskWriteRegisterAsync(unit, (ushort)target.Address, andMask, orMask));
            return null;
        }
        catch (ModbusDeviceException exception) when (exception.Code == ModbusExceptionCode.IllegalFunction)
        {
            logger.RequestFailed(exception, target.Key, exception.Message);
            _knowsNoMask = true;
            return await SendModifiedAsync(setpoint, value);
        }
    }

    // Nothing else of this unit is written meanwhile: the lane does one thing at a time.
    private async Task<string?> SendModifiedAsync(ModbusSetpoint setpoint, PointValue value)
    {
        ModbusItem target = setpoint.Target;
        var registers = new ushort[target.Count];
        try
        {
            await reader.AskAsync(() => master.ReadHoldingRegistersAsync(unit, (ushort)target.Address, registers));
        }
        catch (ModbusException exception)
        {
            // Whatever became of the read, nothing was written.
            throw exception.AsNotSent();
        }

        return await SendRegistersAsync(setpoint, value, registers);
    }

    private async Task<string?> SendRegistersAsync(ModbusSetpoint setpoint, PointValue value, ushort[] registers)
    {
        ModbusItem target = setpoint.Target;
        if (target.TryEncode(value, reader.Factors, registers) is { } error)
        {
            return error;
        }

        if (target.ScaleFactorSlot >= 0 && reader.Factors.TryGet(target, out int exponent) is null)
        {
            _exponents[target.Ordinal] = exponent;
        }

        if (description.FunctionOf(setpoint.Write) == ModbusWriteFunction.Multiple)
        {
            await reader.AskAsync(() => master.WriteMultipleRegistersAsync(unit, (ushort)target.Address, registers));
            return null;
        }

        for (int i = 0; i < registers.Length; i++)
        {
            int register = i;
            try
            {
                await reader.AskAsync(() => master.WriteSingleRegisterAsync(unit, (ushort)(target.Address + register), registers[register]));
            }
            catch (ModbusException exception) when (register > 0)
            {
                // Registers before it were written: the device may follow anything between.
                throw exception.AsPartlyDone();
            }
        }

        return null;
    }
}
