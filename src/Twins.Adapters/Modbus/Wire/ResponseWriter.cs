namespace Twins.Adapters.Modbus.Wire;

/// <summary>Writes response PDUs; each method returns the PDU's length (V1.1b3, section 6).</summary>
internal static class ResponseWriter
{
    /// <summary>An exception response (section 7).</summary>
    public static int Exception(Span<byte> pdu, byte function, ModbusExceptionCode code)
    {
        pdu[0] = (byte)(function | ResponseReader.ExceptionFlag);
        pdu[1] = (byte)code;
        return 2;
    }

    /// <summary>The answer to functions 1 and 2.</summary>
    public static int Bits(Span<byte> pdu, ModbusFunction function, ReadOnlySpan<bool> values)
    {
        var byteCount = PackedValues.BytesForBits(values.Length);
        pdu[0] = (byte)function;
        pdu[1] = (byte)byteCount;
        PackedValues.WriteBits(values, pdu[ResponseReader.ValuesOffset..]);
        return ResponseReader.ValuesOffset + byteCount;
    }

    /// <summary>The answer to functions 3, 4 and 23.</summary>
    public static int Registers(Span<byte> pdu, ModbusFunction function, ReadOnlySpan<ushort> values)
    {
        pdu[0] = (byte)function;
        pdu[1] = (byte)(values.Length * 2);
        PackedValues.WriteRegisters(values, pdu[ResponseReader.ValuesOffset..]);
        return ResponseReader.ValuesOffset + (values.Length * 2);
    }

    /// <summary>The answer to the writes: the whole request for 5, 6 and 22, its function, address and count for 15 and 16.</summary>
    public static int Echo(Span<byte> pdu, ReadOnlySpan<byte> request, ModbusFunction function)
    {
        var length = function is ModbusFunction.WriteMultipleCoils or ModbusFunction.WriteMultipleRegisters ? 5 : request.Length;
        request[..length].CopyTo(pdu);
        return length;
    }
}
