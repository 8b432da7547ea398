namespace Twins.Adapters.Modbus.Wire.Master;

/// <summary>Refuses what no frame can carry, before anything is sent.</summary>
internal static class RequestLimits
{
    /// <exception cref="ArgumentOutOfRangeException">The count or the last address is out of bounds.</exception>
    public static void Check(ushort address, int count, int limit, string name)
    {
        if (count < 1 || count > limit)
        {
            throw new ArgumentOutOfRangeException(
                name, count, FormattableString.Invariant($"{count} values are asked for; one request carries 1 to {limit}."));
        }

        if (address + count > ModbusLimits.AddressSpace)
        {
            throw new ArgumentOutOfRangeException(
                name,
                count,
                FormattableString.Invariant($"{count} values from address {address} end at address {address + count - 1}; the last one there is 65535."));
        }
    }
}
