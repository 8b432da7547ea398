using Twins.Adapters.Modbus.Wire;

namespace Twins.Tests.Protocols.Modbus.Master;

public sealed class RequestLimitsTests
{
    [Fact]
    public async Task Read_TooMany_NamesCountAndLimit()
    {
        await using var master = new ModbusTcpMaster(new ModbusTcpMasterOptions { Host = "127.0.0.1" });

        var error = await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            async () => await master.ReadHoldingRegistersAsync(1, 0, new ushort[126]));

        Assert.Equal(
            "126 values are asked for; one request carries 1 to 125. (Parameter 'destination')\nActual value was 126.", error.Message);
    }

    [Fact]
    public async Task Write_BeyondTheAddressSpace_NamesTheLastAddress()
    {
        await using var master = new ModbusTcpMaster(new ModbusTcpMasterOptions { Host = "127.0.0.1" });

        var error = await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            async () => await master.WriteMultipleRegistersAsync(1, 65535, new ushort[2]));

        Assert.Equal("2 values from address 65535 end at address 65536; the last one there is 65535. (Parameter 'values')\nActual value was 2.", error.Message);
    }
}
