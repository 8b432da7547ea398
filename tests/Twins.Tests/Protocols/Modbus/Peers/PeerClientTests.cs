using System.Globalization;
using System.Text.Json;
using Twins.Adapters.Modbus.Wire;
using Twins.Testing.Peers;

namespace Twins.Tests.Protocols.Modbus.Peers;

/// <summary>Our server against clients that nobody here wrote: mbpoll (libmodbus) and pymodbus.</summary>
public sealed class PeerClientTests : IAsyncLifetime
{
    private const string UnitId = "7";
    private const int Size = 200;

    private readonly ModbusTcpServer _server = new();
    private readonly ModbusMemoryUnit _unit = new(Size);

    public ValueTask InitializeAsync()
    {
        for (var address = 0; address < Size; address++)
        {
            _unit.HoldingRegisters.Span[address] = (ushort)(3 * address);
            _unit.InputRegisters.Span[address] = (ushort)(5 * address);
            _unit.Coils.Span[address] = address % 3 == 0;
            _unit.DiscreteInputs.Span[address] = address % 5 == 0;
        }

        _server.SetUnit(7, _unit);
        _server.Start();
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData("4", "[10]: \t30", "[14]: \t42")]
    [InlineData("3", "[10]: \t50", "[14]: \t70")]
    [InlineData("0", "[12]: \t1", "[14]: \t0")]
    [InlineData("1", "[10]: \t1", "[14]: \t0")]
    public async Task Mbpoll_ReadsEachTable(string type, string first, string last)
    {
        var result = await MbpollAsync("-t", type, "-r", "10", "-c", "5");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains(first, result.Output, StringComparison.Ordinal);
        Assert.Contains(last, result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mbpoll_WritesRegistersByFunction16AndReadsThemBack()
    {
        var mbpoll = ModbusPeers.RequireMbpoll();
        var written = await PeerProcess.RunAsync(
            mbpoll, "-m", "tcp", "-0", "-1", "-a", UnitId, "-p", Port, "-t", "4", "-r", "30", "127.0.0.1", "111", "65535", "333");
        var read = await MbpollAsync("-t", "4", "-r", "30", "-c", "3");

        Assert.Contains("Written 3 references.", written.Output, StringComparison.Ordinal);
        Assert.Equal([111, 65535, 333], _unit.HoldingRegisters.Slice(30, 3).ToArray());
        Assert.Contains("[32]: \t333", read.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mbpoll_AddressThatTheUnitLacks_SeesException2()
    {
        var result = await MbpollAsync("-t", "4", "-r", "9999", "-c", "1");

        Assert.Contains("Illegal data address", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pymodbus_ReadsWritesAndSeesException2()
    {
        ModbusPeers.RequirePymodbus();
        _unit.HoldingRegisters.Span[150] = 0x12;

        var result = await PeerProcess.RunAsync(ModbusPeers.Python, "pymodbus_client.py", Port, UnitId);

        Assert.True(result.ExitCode == 0, result.Output);
        using var seen = JsonDocument.Parse(result.Output);
        Assert.Equal([0, 3, 6, 9], Numbers(seen, "coils").Index().Where(bit => bit.Item == 1).Select(bit => bit.Index));
        Assert.Equal([0, 5], Numbers(seen, "discreteInputs").Index().Where(bit => bit.Item == 1).Select(bit => bit.Index));
        Assert.Equal(Enumerable.Range(0, 125).Select(address => 3 * address), Numbers(seen, "holdingRegisters"));
        Assert.Equal([50, 55, 60], Numbers(seen, "inputRegisters"));
        Assert.Equal([1, 1, 0, 1], Numbers(seen, "coilsWritten"));
        Assert.Equal([0xBEEF, 1, 0xFFFF, 3], Numbers(seen, "registersWritten"));
        Assert.Equal([0x17], Numbers(seen, "masked"));
        Assert.Equal([150, 77], Numbers(seen, "readWrite"));
        Assert.Equal(2, seen.RootElement.GetProperty("exception").GetInt32());
        Assert.Equal([0xBEEF, 1, 0xFFFF, 3], _unit.HoldingRegisters.Slice(30, 4).ToArray());
    }

    private string Port => _server.Endpoint.Port.ToString(CultureInfo.InvariantCulture);

    private static IEnumerable<int> Numbers(JsonDocument document, string name) => document.RootElement.GetProperty(name).EnumerateArray()
        .Select(element => element.ValueKind switch
        {
            JsonValueKind.True => 1,
            JsonValueKind.False => 0,
            _ => element.GetInt32(),
        });

    private Task<PeerResult> MbpollAsync(params string[] arguments)
    {
        var mbpoll = ModbusPeers.RequireMbpoll();
        return PeerProcess.RunAsync(mbpoll, ["-m", "tcp", "-0", "-1", "-a", UnitId, "-p", Port, .. arguments, "127.0.0.1"]);
    }
}
