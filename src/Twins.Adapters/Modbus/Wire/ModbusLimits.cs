namespace Twins.Adapters.Modbus.Wire;

/// <summary>The sizes the standard sets; they follow from the 253 bytes of a protocol data unit (V1.1b3, section 4.1).</summary>
public static class ModbusLimits
{
    /// <summary>Coils or discrete inputs one request can read.</summary>
    public const int MaxReadBits = 2000;

    /// <summary>Holding or input registers one request can read.</summary>
    public const int MaxReadRegisters = 125;

    /// <summary>Coils one request can write.</summary>
    public const int MaxWriteBits = 1968;

    /// <summary>Holding registers one request can write.</summary>
    public const int MaxWriteRegisters = 123;

    /// <summary>Holding registers function 23 can write beside its read.</summary>
    public const int MaxReadWriteRegisters = 121;

    /// <summary>Addresses per table: 0 to 65535.</summary>
    public const int AddressSpace = 65536;

    /// <summary>Bytes of the longest protocol data unit: function code and data.</summary>
    public const int MaxPduLength = 253;

    /// <summary>Bytes of the longest frame over TCP: the 7 bytes of the MBAP header and the protocol data unit.</summary>
    public const int MaxFrameLength = 260;

    /// <summary>Refuses what no frame can carry, before anything is sent.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The count or the last address is out of bounds.</exception>
    internal static void Check(ushort address, int count, int limit, string name)
    {
        if (count < 1 || count > limit)
        {
            throw new ArgumentOutOfRangeException(
                name, count, FormattableString.Invariant($"{count} values are asked for; one request carries 1 to {limit}."));
        }

        if (address + count > AddressSpace)
        {
            throw new ArgumentOutOfRangeException(
                name,
                count,
                FormattableString.Invariant($"{count} values from address {address} end at address {address + count - 1}; the last one there is 65535."));
        }
    }
}
