using Twins.Devices;

namespace Twins.Adapters.Modbus;

/// <summary>
/// The scale factors that a device has shown: the only thing that decoding one block must remember of another. One instance
/// per device, used by one thread at a time.
/// </summary>
public sealed class ModbusScaleFactors
{
    private const int NeverRead = int.MinValue;
    private const int NotImplemented = int.MinValue + 1;
    private const int OutOfBounds = int.MinValue + 2;

    private readonly int[] _exponents;

    /// <summary>Starts with nothing read.</summary>
    /// <param name="map">The device's map.</param>
    public ModbusScaleFactors(ModbusMap map)
    {
        _exponents = new int[map.ScaleFactors.Length];
        Array.Fill(_exponents, NeverRead);
    }

    /// <summary>Remembers the content of a scale factor register.</summary>
    /// <param name="slot">Index in <see cref="ModbusMap.ScaleFactors"/>.</param>
    /// <param name="register">Its content: an exponent of ten, −10 to 10, or 0x8000 for "not implemented".</param>
    public void Set(int slot, ushort register) => _exponents[slot] = register switch
    {
        SunSpec.ScaleFactorNotImplemented => NotImplemented,
        _ when (short)register is < SunSpec.LeastExponent or > SunSpec.GreatestExponent => OutOfBounds,
        _ => (short)register,
    };

    /// <summary>The exponent of an item; 0 for an item without a scale factor.</summary>
    /// <param name="item">The item.</param>
    /// <param name="exponent">The exponent, when it is known.</param>
    /// <returns>Null, or what the item shows instead of a value.</returns>
    public DecodedValue? TryGet(ModbusItem item, out int exponent)
    {
        exponent = item.ScaleFactorSlot < 0 ? 0 : _exponents[item.ScaleFactorSlot];
        return exponent switch
        {
            NeverRead => DecodedValue.NeverRead,
            NotImplemented => DecodedValue.NotAvailable,
            OutOfBounds => DecodedValue.Undecodable,
            _ => null,
        };
    }
}
