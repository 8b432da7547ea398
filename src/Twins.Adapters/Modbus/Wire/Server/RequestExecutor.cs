using System.Buffers.Binary;

namespace Twins.Adapters.Modbus.Wire.Server;

/// <summary>
/// Carries out the requests of one connection on the units, one after the other, and writes the response PDUs. Its buffers are
/// reused, so that a request allocates nothing.
/// </summary>
internal sealed class RequestExecutor
{
    private readonly ushort[] _registers = new ushort[ModbusLimits.MaxReadRegisters];
    private readonly bool[] _bits = new bool[ModbusLimits.MaxReadBits];

    /// <summary>Length of the response PDU that <see cref="ExecuteAsync"/> wrote, when its reply is <see cref="ReplyKind.Done"/>.</summary>
    public int ResponseLength { get; private set; }

    /// <summary>Carries out a request; refusals are written as exception responses already and come back as done.</summary>
    public async ValueTask<ModbusReply> ExecuteAsync(
        UnitSlot slot, ReadOnlyMemory<byte> pdu, Memory<byte> response, CancellationToken cancellationToken)
    {
        if (!RequestReader.TryRead(pdu.Span, out var request, out var refusal))
        {
            return Refuse(pdu, response, refusal);
        }

        await slot.Turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var reply = await CallAsync(slot.Unit, request, pdu, cancellationToken).ConfigureAwait(false);
            switch (reply.Kind)
            {
                case ReplyKind.Done:
                    ResponseLength = Write(request, pdu.Span, response.Span);
                    return reply;
                case ReplyKind.Refused:
                    return Refuse(pdu, response, reply.Refusal);
                default:
                    return reply;
            }
        }
        catch (Exception)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return Refuse(pdu, response, ModbusExceptionCode.ServerDeviceFailure);
        }
        finally
        {
            slot.Turn.Release();
        }
    }

    /// <summary>Writes an exception response.</summary>
    public ModbusReply Refuse(ReadOnlyMemory<byte> pdu, Memory<byte> response, ModbusExceptionCode code)
    {
        ResponseLength = ResponseWriter.Exception(response.Span, pdu.Span[0], code);
        return ModbusReply.Done;
    }

    private ValueTask<ModbusReply> CallAsync(
        IModbusUnit unit, ParsedRequest request, ReadOnlyMemory<byte> pdu, CancellationToken cancellationToken)
    {
        switch (request.Function)
        {
            case ModbusFunction.ReadCoils:
                return unit.ReadBitsAsync(ModbusTable.Coil, request.Address, _bits.AsMemory(0, request.Count), cancellationToken);
            case ModbusFunction.ReadDiscreteInputs:
                return unit.ReadBitsAsync(ModbusTable.Discrete, request.Address, _bits.AsMemory(0, request.Count), cancellationToken);
            case ModbusFunction.ReadHoldingRegisters:
                return ReadHoldingAsync(unit, request, cancellationToken);
            case ModbusFunction.ReadInputRegisters:
                return unit.ReadRegistersAsync(
                    ModbusTable.Input, request.Address, _registers.AsMemory(0, request.Count), cancellationToken);
            case ModbusFunction.WriteSingleCoil:
                _bits[0] = BinaryPrimitives.ReadUInt16BigEndian(pdu.Span[request.ValuesOffset..]) == RequestWriter.CoilOn;
                return unit.WriteCoilsAsync(request.Address, _bits.AsMemory(0, 1), cancellationToken);
            case ModbusFunction.WriteMultipleCoils:
                PackedValues.ReadBits(pdu.Span[request.ValuesOffset..], _bits.AsSpan(0, request.WriteCount));
                return unit.WriteCoilsAsync(request.Address, _bits.AsMemory(0, request.WriteCount), cancellationToken);
            case ModbusFunction.MaskWriteRegister:
                return MaskAsync(unit, request, pdu, cancellationToken);
            case ModbusFunction.ReadWriteMultipleRegisters:
                return WriteThenReadAsync(unit, request, pdu, cancellationToken);
            default:
                return WriteRegistersAsync(unit, request, pdu, cancellationToken);
        }
    }

    private ValueTask<ModbusReply> ReadHoldingAsync(IModbusUnit unit, ParsedRequest request, CancellationToken cancellationToken) =>
        unit.ReadRegistersAsync(
            ModbusTable.Holding, request.Address, _registers.AsMemory(0, request.Count), cancellationToken);

    private ValueTask<ModbusReply> WriteRegistersAsync(
        IModbusUnit unit, ParsedRequest request, ReadOnlyMemory<byte> pdu, CancellationToken cancellationToken)
    {
        PackedValues.ReadRegisters(pdu.Span[request.ValuesOffset..], _registers.AsSpan(0, request.WriteCount));
        return unit.WriteRegistersAsync(request.WriteAddress, _registers.AsMemory(0, request.WriteCount), cancellationToken);
    }

    // V1.1b3, section 6.16: result = (current AND and-mask) OR (or-mask AND NOT and-mask).
    private async ValueTask<ModbusReply> MaskAsync(
        IModbusUnit unit, ParsedRequest request, ReadOnlyMemory<byte> pdu, CancellationToken cancellationToken)
    {
        var read = await ReadHoldingAsync(unit, request, cancellationToken).ConfigureAwait(false);
        if (read.Kind != ReplyKind.Done)
        {
            return read;
        }

        var andMask = BinaryPrimitives.ReadUInt16BigEndian(pdu.Span[request.ValuesOffset..]);
        var orMask = BinaryPrimitives.ReadUInt16BigEndian(pdu.Span[(request.ValuesOffset + 2)..]);
        _registers[0] = (ushort)((_registers[0] & andMask) | (orMask & ~andMask));
        return await unit.WriteRegistersAsync(request.Address, _registers.AsMemory(0, 1), cancellationToken).ConfigureAwait(false);
    }

    // V1.1b3, section 6.17: the write is performed before the read, and neither when either range is refused; hence the read
    // before both.
    private async ValueTask<ModbusReply> WriteThenReadAsync(
        IModbusUnit unit, ParsedRequest request, ReadOnlyMemory<byte> pdu, CancellationToken cancellationToken)
    {
        var readable = await ReadHoldingAsync(unit, request, cancellationToken).ConfigureAwait(false);
        if (readable.Kind != ReplyKind.Done)
        {
            return readable;
        }

        var written = await WriteRegistersAsync(unit, request, pdu, cancellationToken).ConfigureAwait(false);
        return written.Kind == ReplyKind.Done
            ? await ReadHoldingAsync(unit, request, cancellationToken).ConfigureAwait(false)
            : written;
    }

    private int Write(in ParsedRequest request, ReadOnlySpan<byte> pdu, Span<byte> response) => request.Function switch
    {
        ModbusFunction.ReadCoils or ModbusFunction.ReadDiscreteInputs =>
            ResponseWriter.Bits(response, request.Function, _bits.AsSpan(0, request.Count)),
        ModbusFunction.ReadHoldingRegisters or ModbusFunction.ReadInputRegisters or ModbusFunction.ReadWriteMultipleRegisters =>
            ResponseWriter.Registers(response, request.Function, _registers.AsSpan(0, request.Count)),
        _ => ResponseWriter.Echo(response, pdu, request.Function),
    };
}
