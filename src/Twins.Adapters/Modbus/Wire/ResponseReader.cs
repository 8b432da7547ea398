namespace Twins.Adapters.Modbus.Wire;

/// <summary>Checks a response PDU against its request, byte by byte, before a value of it is believed (V1.1b3, section 6).</summary>
internal static class ResponseReader
{
    /// <summary>Set in the function code of an exception response (V1.1b3, section 4.1).</summary>
    public const byte ExceptionFlag = 0x80;

    /// <summary>Offset of the values in a read's response: after the function code and the byte count.</summary>
    public const int ValuesOffset = 2;

    /// <summary>Whether the response is a well-formed exception response to the request; <paramref name="code"/> is its code.</summary>
    public static bool IsException(ReadOnlySpan<byte> request, ReadOnlySpan<byte> response, out ModbusExceptionCode code)
    {
        var isException = response.Length == 2 && response[0] == (request[0] | ExceptionFlag);
        code = isException ? (ModbusExceptionCode)response[1] : default;
        return isException;
    }

    /// <summary>What is wrong with a regular response, as a clause; <see langword="null"/> when nothing is.</summary>
    public static string? Violation(ReadOnlySpan<byte> request, ReadOnlySpan<byte> response, ModbusFunction function, int count)
    {
        if (response[0] != request[0])
        {
            return FormattableString.Invariant($"the function code is 0x{response[0]:X2} in {response.Length} byte(s)");
        }

        return function switch
        {
            ModbusFunction.ReadCoils or ModbusFunction.ReadDiscreteInputs =>
                ByteCountViolation(response, PackedValues.BytesForBits(count)),
            ModbusFunction.ReadHoldingRegisters or ModbusFunction.ReadInputRegisters or ModbusFunction.ReadWriteMultipleRegisters =>
                ByteCountViolation(response, count * 2),
            ModbusFunction.WriteMultipleCoils or ModbusFunction.WriteMultipleRegisters =>
                EchoViolation(request[..5], response),
            _ => EchoViolation(request, response),
        };
    }

    private static string? ByteCountViolation(ReadOnlySpan<byte> response, int expected)
    {
        var follow = response.Length - ValuesOffset;
        return follow == expected && response[1] == expected
            ? null
            : FormattableString.Invariant($"the byte count is {(response.Length > 1 ? response[1] : 0)} and {Math.Max(follow, 0)} byte(s) follow, expected {expected}");
    }

    private static string? EchoViolation(ReadOnlySpan<byte> expected, ReadOnlySpan<byte> response) => response.SequenceEqual(expected)
        ? null
        : $"the echo is {Convert.ToHexString(response)}, expected {Convert.ToHexString(expected)}";
}
