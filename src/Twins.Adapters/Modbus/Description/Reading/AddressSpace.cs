using Twins.Configuration;
using Twins.Configuration.Yaml;

namespace Twins.Adapters.Modbus;

/// <summary>The 65536 addresses of a Modbus table (Modbus Application Protocol V1.1b3, section 4.4).</summary>
internal static class AddressSpace
{
    /// <summary>Number of addresses.</summary>
    public const int Size = 65_536;

    /// <summary>Reports what reaches beyond the last address.</summary>
    public static void Check(int address, int count, Place place, ReadingContext context)
    {
        if (address + count > Size)
        {
            context.Error(place, $"{count} addresses from {address} reach beyond 65535, the last", $"begin at {Size - count} at most, or take {Size - address} at most");
        }
    }
}
