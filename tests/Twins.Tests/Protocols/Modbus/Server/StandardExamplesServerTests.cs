using Twins.Adapters.Modbus.Wire;

namespace Twins.Tests.Protocols.Modbus.Server;

public sealed class StandardExamplesServerTests
{
    [Theory]
    [MemberData(nameof(StandardExamples.All), MemberType = typeof(StandardExamples))]
    public async Task Server_AnswersAsInTheStandard(ModbusFunction function, string request, string response)
    {
        await using var server = new ModbusTcpServer();
        server.SetUnit(17, StandardExamples.Unit());
        server.Start();
        using var client = await RawConnection.OpenAsync(server.Endpoint);

        await client.AskAsync(0x1501, 17, Convert.FromHexString(request));
        var frame = Convert.ToHexString(await client.ReadFrameAsync());

        Assert.Equal($"15010000{(response.Length / 2) + 1:X4}11{response}", frame);
        Assert.Equal((int)function, Convert.FromHexString(response)[0]);
    }

    [Fact]
    public async Task MaskWrite_ExampleOfTheStandard_ResultsIn0x17()
    {
        var unit = StandardExamples.Unit();
        unit.HoldingRegisters.Span[4] = 0x12;
        await using var server = new ModbusTcpServer();
        server.SetUnit(17, unit);
        server.Start();
        using var client = await RawConnection.OpenAsync(server.Endpoint);

        await client.AskAsync(1, 17, Convert.FromHexString("16000400F20025"));
        await client.ReadFrameAsync();

        Assert.Equal(0x17, unit.HoldingRegisters.Span[4]);
    }
}
