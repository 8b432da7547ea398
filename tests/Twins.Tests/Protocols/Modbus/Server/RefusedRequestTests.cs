using Twins.Adapters.Modbus;
using Twins.Adapters.Modbus.Wire;

namespace Twins.Tests.Protocols.Modbus.Server;

/// <summary>Which exception answers what, in the order of checks of V1.1b3, section 6.</summary>
public sealed class RefusedRequestTests : IAsyncLifetime
{
    private readonly ModbusTcpServer _server = new();
    private RawConnection _client = null!;

    public async ValueTask InitializeAsync()
    {
        _server.SetUnit(1, new ModbusMemoryUnit(size: 100));
        _server.SetUnit(2, new ThrowingUnit());
        _server.Start();
        _client = await RawConnection.OpenAsync(_server.Endpoint);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData("07", "8701", "a function that is not supported")]
    [InlineData("00", "8001", "function 0")]
    [InlineData("8300000001", "8301", "a function above 127")]
    [InlineData("0300000000", "8303", "no registers")]
    [InlineData("030000007E", "8303", "126 registers")]
    [InlineData("01000007D1", "8103", "2001 coils")]
    [InlineData("0200000000", "8203", "no discrete inputs")]
    [InlineData("0300", "8303", "a request that is cut off")]
    [InlineData("030000000100", "8303", "a request that is too long")]
    [InlineData("0500001234", "8503", "a coil that is neither on nor off")]
    [InlineData("0600", "8603", "a write that is cut off")]
    [InlineData("0F0000000901FF", "8F03", "9 coils in 1 byte")]
    [InlineData("0F000000080200FF", "8F03", "a byte count that does not fit the count")]
    [InlineData("10000000010300FF00", "9003", "an odd byte count")]
    [InlineData("1000000000000000", "9003", "no registers to write")]
    [InlineData("10000000", "9003", "a header that is cut off")]
    [InlineData("1600000000", "9603", "masks that are cut off")]
    [InlineData("17000000010000000000", "9703", "nothing to write beside the read")]
    [InlineData("1700000000000000010200FF", "9703", "nothing to read beside the write")]
    [InlineData("03FFFF0002", "8302", "registers beyond 65535")]
    [InlineData("170000000100640001021234", "9702", "a write to an address that the unit lacks")]
    [InlineData("0300640001", "8302", "a register that the unit lacks")]
    [InlineData("0300630002", "8302", "registers of which the unit lacks the last")]
    [InlineData("050064FF00", "8502", "a coil that the unit lacks")]
    [InlineData("16006400000000", "9602", "a masked register that the unit lacks")]
    public async Task Request_ThatCannotBeCarriedOut_IsAnsweredWithTheExceptionOfTheStandard(
        string request, string response, string because)
    {
        await _client.AskAsync(1, 1, Convert.FromHexString(request));
        var frame = await _client.ReadFrameAsync();

        Assert.Equal((because, response), (because, Convert.ToHexString(frame[7..])));
    }

    [Fact]
    public async Task ReadWrite_ReadRefused_WritesNothing()
    {
        await _client.AskAsync(1, 1, Convert.FromHexString("1700640001000A0001021234"));
        Assert.Equal("9702", Convert.ToHexString((await _client.ReadFrameAsync())[7..]));

        await _client.AskAsync(2, 1, 3, 0, 10, 0, 1);
        Assert.Equal("03020000", Convert.ToHexString((await _client.ReadFrameAsync())[7..]));
    }

    [Fact]
    public async Task Request_ToAUnitThatIsNotThere_IsAnsweredAsByAGateway()
    {
        await _client.AskAsync(1, 99, 3, 0, 0, 0, 1);

        Assert.Equal("0001000000036" + "3830B", Convert.ToHexString(await _client.ReadFrameAsync()));
    }

    [Fact]
    public async Task Request_UnitThrows_IsAnsweredAsDeviceFailureAndTheServerGoesOn()
    {
        await _client.AskAsync(1, 2, 3, 0, 0, 0, 1);
        Assert.Equal("8304", Convert.ToHexString((await _client.ReadFrameAsync())[7..]));

        await _client.AskAsync(2, 1, 3, 0, 0, 0, 1);
        Assert.Equal("03020000", Convert.ToHexString((await _client.ReadFrameAsync())[7..]));
    }

    [Theory]
    [InlineData("000100010006010300000001")]
    [InlineData("00010000000101")]
    [InlineData("0001000000FF01")]
    [InlineData("474554202F20485454502F312E31")]
    public async Task Bytes_ThatAreNoFrame_CloseTheConnection(string bytes)
    {
        await _client.SendAsync(Convert.FromHexString(bytes));

        Assert.True(await _client.IsClosedAsync());
    }

    private sealed class ThrowingUnit : IModbusUnit
    {
        public ValueTask<ModbusReply> ReadBitsAsync(
            ModbusTable table, ushort address, Memory<bool> destination, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("a unit's own fault");

        public ValueTask<ModbusReply> ReadRegistersAsync(
            ModbusTable table, ushort address, Memory<ushort> destination, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("a unit's own fault");

        public ValueTask<ModbusReply> WriteCoilsAsync(ushort address, ReadOnlyMemory<bool> values, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("a unit's own fault");

        public ValueTask<ModbusReply> WriteRegistersAsync(
            ushort address, ReadOnlyMemory<ushort> values, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("a unit's own fault");
    }
}
