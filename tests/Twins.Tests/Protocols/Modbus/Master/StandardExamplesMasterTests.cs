using Twins.Adapters.Modbus.Wire;

namespace Twins.Tests.Protocols.Modbus.Master;

public sealed class StandardExamplesMasterTests
{
    [Theory]
    [MemberData(nameof(StandardExamples.All), MemberType = typeof(StandardExamples))]
    public async Task Master_AsksAsInTheStandardAndTakesTheAnswer(ModbusFunction function, string request, string response)
    {
        await using var device = new ScriptedDevice();
        await using var master = new ModbusTcpMaster(new ModbusTcpMasterOptions { Host = "127.0.0.1", Port = device.Port });
        var asked = AskAsync(master, function);
        var connection = await device.AcceptAsync();

        var frame = await connection.ReadFrameAsync();
        await connection.AnswerAsync(frame, Convert.FromHexString(response));

        Assert.Equal(request, Convert.ToHexString(frame[7..]));
        Assert.Equal(17, frame[6]);
        Assert.Equal(Expected(function), await asked.InTime());
    }

    private static async Task<string> AskAsync(ModbusTcpMaster master, ModbusFunction function)
    {
        var bits = new bool[function == ModbusFunction.ReadCoils ? 0x13 : 0x16];
        var registers = new ushort[function switch { ModbusFunction.ReadInputRegisters => 1, ModbusFunction.ReadHoldingRegisters => 3, _ => 6 }];
        await (function switch
        {
            ModbusFunction.ReadCoils => master.ReadCoilsAsync(17, 0x13, bits),
            ModbusFunction.ReadDiscreteInputs => master.ReadDiscreteInputsAsync(17, 0xC4, bits),
            ModbusFunction.ReadHoldingRegisters => master.ReadHoldingRegistersAsync(17, 0x6B, registers),
            ModbusFunction.ReadInputRegisters => master.ReadInputRegistersAsync(17, 8, registers),
            ModbusFunction.WriteSingleCoil => master.WriteSingleCoilAsync(17, 0xAC, true),
            ModbusFunction.WriteSingleRegister => master.WriteSingleRegisterAsync(17, 1, 3),
            ModbusFunction.WriteMultipleCoils => master.WriteMultipleCoilsAsync(
                17, 0x13, new[] { true, false, true, true, false, false, true, true, true, false }),
            ModbusFunction.WriteMultipleRegisters => master.WriteMultipleRegistersAsync(17, 1, new ushort[] { 0x0A, 0x0102 }),
            ModbusFunction.MaskWriteRegister => master.MaskWriteRegisterAsync(17, 4, 0xF2, 0x25),
            _ => master.ReadWriteMultipleRegistersAsync(17, 3, registers, 14, new ushort[] { 0xFF, 0xFF, 0xFF }),
        });
        return function is ModbusFunction.ReadCoils or ModbusFunction.ReadDiscreteInputs
            ? string.Concat(bits.Select(bit => bit ? '1' : '0'))
            : string.Join(' ', registers);
    }

    private static string Expected(ModbusFunction function) => function switch
    {
        ModbusFunction.ReadCoils => "1011001111010110101",
        ModbusFunction.ReadDiscreteInputs => "0011010111011011101011",
        ModbusFunction.ReadHoldingRegisters => "555 0 100",
        ModbusFunction.ReadInputRegisters => "10",
        ModbusFunction.ReadWriteMultipleRegisters => "254 2765 1 3 13 255",
        _ => "0 0 0 0 0 0",
    };
}
