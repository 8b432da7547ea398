namespace Twins.Adapters.Modbus.Wire;

/// <summary>The four primary tables of the data model (Modbus Application Protocol V1.1b3, section 4.3).</summary>
public enum ModbusTable
{
    /// <summary>Single bits, read and written.</summary>
    Coils,

    /// <summary>Single bits, only read.</summary>
    DiscreteInputs,

    /// <summary>16-bit registers, read and written.</summary>
    HoldingRegisters,

    /// <summary>16-bit registers, only read.</summary>
    InputRegisters,
}
