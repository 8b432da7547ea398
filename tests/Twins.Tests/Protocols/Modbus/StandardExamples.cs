using Twins.Adapters.Modbus.Wire;

namespace Twins.Tests.Protocols.Modbus;

/// <summary>
/// The requests and responses that the Modbus Application Protocol V1.1b3 gives as examples in sections 6.1 to 6.6, 6.11,
/// 6.12, 6.16 and 6.17, and a unit in the state they presume.
/// </summary>
internal static class StandardExamples
{
    public static TheoryData<ModbusFunction, string, string> All => new()
    {
        { ModbusFunction.ReadCoils, "0100130013", "0103CD6B05" },
        { ModbusFunction.ReadDiscreteInputs, "0200C40016", "0203ACDB35" },
        { ModbusFunction.ReadHoldingRegisters, "03006B0003", "0306022B00000064" },
        { ModbusFunction.ReadInputRegisters, "0400080001", "0402000A" },
        { ModbusFunction.WriteSingleCoil, "0500ACFF00", "0500ACFF00" },
        { ModbusFunction.WriteSingleRegister, "0600010003", "0600010003" },
        { ModbusFunction.WriteMultipleCoils, "0F0013000A02CD01", "0F0013000A" },
        { ModbusFunction.WriteMultipleRegisters, "100001000204000A0102", "1000010002" },
        { ModbusFunction.MaskWriteRegister, "16000400F20025", "16000400F20025" },
        { ModbusFunction.ReadWriteMultipleRegisters, "1700030006000E00030600FF00FF00FF", "170C00FE0ACD00010003000D00FF" },
    };

    public static ModbusMemoryUnit Unit()
    {
        var unit = new ModbusMemoryUnit(size: 300);
        SetBits(unit.Coils.Span[19..], [0xCD, 0x6B, 0x05]);
        SetBits(unit.DiscreteInputs.Span[196..], [0xAC, 0xDB, 0x35]);
        new ushort[] { 0x022B, 0, 0x64 }.CopyTo(unit.HoldingRegisters.Span[107..]);
        unit.InputRegisters.Span[8] = 10;
        new ushort[] { 0x00FE, 0x0ACD, 1, 3, 13, 0xFF }.CopyTo(unit.HoldingRegisters.Span[3..]);
        return unit;
    }

    private static void SetBits(Span<bool> bits, byte[] packed)
    {
        for (var index = 0; index < packed.Length * 8; index++)
        {
            bits[index] = (packed[index / 8] >> (index % 8) & 1) == 1;
        }
    }
}
