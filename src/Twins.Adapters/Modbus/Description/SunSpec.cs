namespace Twins.Adapters.Modbus;

/// <summary>Facts of the SunSpec Device Information Model Specification, version 1.1.</summary>
public static class SunSpec
{
    /// <summary>Least exponent of a scale factor (section 6.3.2, sunssf).</summary>
    public const int LeastExponent = -10;

    /// <summary>Greatest exponent of a scale factor.</summary>
    public const int GreatestExponent = 10;

    /// <summary>A scale factor register that is not implemented.</summary>
    public const ushort ScaleFactorNotImplemented = 0x8000;

    /// <summary>The pattern of a point that is not implemented (section 6.4.1); null for texts, which are then empty, and for coils.</summary>
    /// <param name="data">The data type.</param>
    public static ulong? NotImplemented(RegisterDataType data) => data switch
    {
        RegisterDataType.UInt16 => 0xFFFF,
        RegisterDataType.Int16 => 0x8000,
        RegisterDataType.UInt32 => 0xFFFF_FFFF,
        RegisterDataType.Int32 => 0x8000_0000,
        RegisterDataType.UInt64 => 0xFFFF_FFFF_FFFF_FFFF,
        RegisterDataType.Int64 => 0x8000_0000_0000_0000,
        RegisterDataType.Float32 => 0x7FC0_0000,
        RegisterDataType.Float64 => 0x7FF8_0000_0000_0000,
        _ => null,
    };
}
