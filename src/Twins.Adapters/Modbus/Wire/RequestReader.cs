using System.Buffers.Binary;

namespace Twins.Adapters.Modbus.Wire;

/// <summary>A request as the server understood it; the values to write are still packed in its PDU, from <see cref="ValuesOffset"/>.</summary>
/// <param name="Function">The function code.</param>
/// <param name="Address">First address to read, or to write when nothing is read.</param>
/// <param name="Count">How many values from there.</param>
internal readonly record struct ParsedRequest(ModbusFunction Function, ushort Address, int Count)
{
    /// <summary>First address to write; only function 23 reads elsewhere.</summary>
    public ushort WriteAddress { get; init; } = Address;

    /// <summary>How many values to write.</summary>
    public int WriteCount { get; init; }

    /// <summary>Where the values to write (or the AND mask of function 22) begin in the PDU.</summary>
    public int ValuesOffset { get; init; }
}

/// <summary>
/// Reads request PDUs in the order of checks that the state diagrams of V1.1b3, section 6 set: function known
/// (exception 1), count, lengths and values right (3), addresses inside the address space (2).
/// </summary>
internal static class RequestReader
{
    private const int ReadRequestLength = 5;
    private const int SingleWriteLength = 5;
    private const int MaskWriteLength = 7;
    private const int MultipleWriteHeader = 6;
    private const int ReadWriteHeader = 10;

    /// <summary>Reads the request, or says with which exception it has to be refused.</summary>
    public static bool TryRead(ReadOnlySpan<byte> pdu, out ParsedRequest request, out ModbusExceptionCode refusal)
    {
        var function = (ModbusFunction)pdu[0];
        ParsedRequest? parsed;
        switch (function)
        {
            case ModbusFunction.ReadCoils or ModbusFunction.ReadDiscreteInputs:
                parsed = Read(pdu, function, ModbusLimits.MaxReadBits);
                break;
            case ModbusFunction.ReadHoldingRegisters or ModbusFunction.ReadInputRegisters:
                parsed = Read(pdu, function, ModbusLimits.MaxReadRegisters);
                break;
            case ModbusFunction.WriteSingleCoil or ModbusFunction.WriteSingleRegister or ModbusFunction.MaskWriteRegister:
                parsed = SingleWrite(pdu, function);
                break;
            case ModbusFunction.WriteMultipleCoils or ModbusFunction.WriteMultipleRegisters:
                parsed = MultipleWrite(pdu, function);
                break;
            case ModbusFunction.ReadWriteMultipleRegisters:
                parsed = ReadWrite(pdu);
                break;
            default:
                request = default;
                refusal = ModbusExceptionCode.IllegalFunction;
                return false;
        }

        request = parsed.GetValueOrDefault();
        refusal = parsed is null ? ModbusExceptionCode.IllegalDataValue : ModbusExceptionCode.IllegalDataAddress;
        return parsed is not null && FitsAddressSpace(request);
    }

    private static bool FitsAddressSpace(in ParsedRequest request) =>
        request.Address + request.Count <= ModbusLimits.AddressSpace
        && request.WriteAddress + request.WriteCount <= ModbusLimits.AddressSpace;

    private static ParsedRequest? Read(ReadOnlySpan<byte> pdu, ModbusFunction function, int limit)
    {
        if (pdu.Length != ReadRequestLength)
        {
            return null;
        }

        var count = Word(pdu, 3);
        return count >= 1 && count <= limit ? new ParsedRequest(function, Word(pdu, 1), count) : null;
    }

    private static ParsedRequest? SingleWrite(ReadOnlySpan<byte> pdu, ModbusFunction function)
    {
        var expected = function == ModbusFunction.MaskWriteRegister ? MaskWriteLength : SingleWriteLength;
        if (pdu.Length != expected
            || (function == ModbusFunction.WriteSingleCoil && Word(pdu, 3) is not (0 or RequestWriter.CoilOn)))
        {
            return null;
        }

        return new ParsedRequest(function, Word(pdu, 1), 1) { WriteCount = 1, ValuesOffset = 3 };
    }

    private static ParsedRequest? MultipleWrite(ReadOnlySpan<byte> pdu, ModbusFunction function)
    {
        if (pdu.Length < MultipleWriteHeader)
        {
            return null;
        }

        var count = Word(pdu, 3);
        var (limit, byteCount) = function == ModbusFunction.WriteMultipleCoils
            ? (ModbusLimits.MaxWriteBits, PackedValues.BytesForBits(count))
            : (ModbusLimits.MaxWriteRegisters, count * 2);
        return count >= 1 && count <= limit && pdu[5] == byteCount && pdu.Length == MultipleWriteHeader + byteCount
            ? new ParsedRequest(function, Word(pdu, 1), count) { WriteCount = count, ValuesOffset = MultipleWriteHeader }
            : null;
    }

    private static ParsedRequest? ReadWrite(ReadOnlySpan<byte> pdu)
    {
        if (pdu.Length < ReadWriteHeader)
        {
            return null;
        }

        var (readCount, writeCount) = (Word(pdu, 3), Word(pdu, 7));
        var sound = readCount is >= 1 and <= ModbusLimits.MaxReadRegisters
            && writeCount is >= 1 and <= ModbusLimits.MaxReadWriteRegisters
            && pdu[9] == writeCount * 2
            && pdu.Length == ReadWriteHeader + (writeCount * 2);
        return sound
            ? new ParsedRequest(ModbusFunction.ReadWriteMultipleRegisters, Word(pdu, 1), readCount)
            {
                WriteAddress = Word(pdu, 5),
                WriteCount = writeCount,
                ValuesOffset = ReadWriteHeader,
            }
            : null;
    }

    private static ushort Word(ReadOnlySpan<byte> pdu, int offset) => BinaryPrimitives.ReadUInt16BigEndian(pdu[offset..]);
}
