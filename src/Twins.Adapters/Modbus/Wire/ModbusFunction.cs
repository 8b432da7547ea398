namespace Twins.Adapters.Modbus.Wire;

/// <summary>The public function codes that are supported (Modbus Application Protocol V1.1b3, section 6).</summary>
public enum ModbusFunction
{
    /// <summary>Reads 1 to 2000 coils (section 6.1).</summary>
    ReadCoils = 1,

    /// <summary>Reads 1 to 2000 discrete inputs (section 6.2).</summary>
    ReadDiscreteInputs = 2,

    /// <summary>Reads 1 to 125 holding registers (section 6.3).</summary>
    ReadHoldingRegisters = 3,

    /// <summary>Reads 1 to 125 input registers (section 6.4).</summary>
    ReadInputRegisters = 4,

    /// <summary>Sets one coil (section 6.5).</summary>
    WriteSingleCoil = 5,

    /// <summary>Sets one holding register (section 6.6).</summary>
    WriteSingleRegister = 6,

    /// <summary>Sets 1 to 1968 coils (section 6.11).</summary>
    WriteMultipleCoils = 15,

    /// <summary>Sets 1 to 123 holding registers (section 6.12).</summary>
    WriteMultipleRegisters = 16,

    /// <summary>Changes bits of one holding register by an AND and an OR mask (section 6.16).</summary>
    MaskWriteRegister = 22,

    /// <summary>Sets 1 to 121 holding registers, then reads 1 to 125, in one transaction (section 6.17).</summary>
    ReadWriteMultipleRegisters = 23,
}
