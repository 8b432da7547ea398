namespace Twins.Adapters.Modbus;

/// <summary>How much room the data types take.</summary>
public static class RegisterWidth
{
    /// <summary>Registers that a point takes; 1 for a coil or discrete input.</summary>
    /// <param name="point">The point.</param>
    public static int Of(ModbusPoint point) => point.Data switch
    {
        RegisterDataType.Text => point.Length,
        RegisterDataType.UInt32 or RegisterDataType.Int32 or RegisterDataType.Float32 => 2,
        RegisterDataType.UInt64 or RegisterDataType.Int64 or RegisterDataType.Float64 => 4,
        _ => 1,
    };

    /// <summary>Bits of a whole number or float; 1 for a coil or discrete input, 0 for a text.</summary>
    /// <param name="data">The data type.</param>
    public static int BitsOf(RegisterDataType data) => data switch
    {
        RegisterDataType.Bit => 1,
        RegisterDataType.Text => 0,
        RegisterDataType.UInt16 or RegisterDataType.Int16 => 16,
        RegisterDataType.UInt32 or RegisterDataType.Int32 or RegisterDataType.Float32 => 32,
        _ => 64,
    };

    /// <summary>Whether the data type is a signed or unsigned whole number.</summary>
    /// <param name="data">The data type.</param>
    public static bool IsInteger(RegisterDataType data) => data <= RegisterDataType.Int64;

    /// <summary>Whether the table holds single bits.</summary>
    /// <param name="table">The table.</param>
    public static bool HoldsBits(ModbusTable table) => table is ModbusTable.Coil or ModbusTable.Discrete;
}
