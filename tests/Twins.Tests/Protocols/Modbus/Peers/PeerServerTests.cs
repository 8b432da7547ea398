using System.Globalization;
using Twins.Adapters.Modbus.Wire;
using Twins.Testing.Peers;

namespace Twins.Tests.Protocols.Modbus.Peers;

/// <summary>Our master against a server that nobody here wrote. The tables are described in <c>tests/peers/pymodbus_server.py</c>.</summary>
public abstract class PeerServerTests : IAsyncLifetime
{
    private protected const byte UnitId = 7;

    private PeerProcess? _peer;
    private ModbusTcpMaster? _master;

    private protected ModbusTcpMaster Master => _master!;

    public async ValueTask InitializeAsync()
    {
        _peer = StartPeer();
        var port = int.Parse(await _peer.WaitForLineAsync("listening"), CultureInfo.InvariantCulture);
        _master = new ModbusTcpMaster(
            new ModbusTcpMasterOptions { Host = "127.0.0.1", Port = port, RequestTimeout = TimeSpan.FromSeconds(20) });
    }

    public async ValueTask DisposeAsync()
    {
        if (_master is not null)
        {
            await _master.DisposeAsync();
        }

        if (_peer is not null)
        {
            await _peer.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Reads_OfTheFourTables_GiveTheServersValues()
    {
        var holding = new ushort[125];
        var input = new ushort[3];
        var coils = new bool[20];
        var inputs = new bool[11];
        await Master.ReadHoldingRegistersAsync(UnitId, 0, holding).InTime();
        await Master.ReadInputRegistersAsync(UnitId, 100, input).InTime();
        await Master.ReadCoilsAsync(UnitId, 1, coils).InTime();
        await Master.ReadDiscreteInputsAsync(UnitId, 4, inputs).InTime();

        Assert.Equal(Enumerable.Range(0, 125).Select(address => (ushort)(3 * address)), holding);
        Assert.Equal([500, 505, 510], input);
        Assert.Equal(Enumerable.Range(1, 20).Select(address => address % 3 == 0), coils);
        Assert.Equal(Enumerable.Range(4, 11).Select(address => address % 5 == 0), inputs);
    }

    [Fact]
    public async Task Writes_AreReadBack()
    {
        await Master.WriteSingleRegisterAsync(UnitId, 10, 0xBEEF).InTime();
        await Master.WriteMultipleRegistersAsync(UnitId, 11, new ushort[] { 1, 0xFFFF, 3 }).InTime();
        await Master.WriteSingleCoilAsync(UnitId, 20, true).InTime();
        await Master.WriteMultipleCoilsAsync(UnitId, 21, new[] { false, true, true, false, true, true, true, false, true }).InTime();
        var registers = new ushort[4];
        var coils = new bool[10];
        await Master.ReadHoldingRegistersAsync(UnitId, 10, registers).InTime();
        await Master.ReadCoilsAsync(UnitId, 20, coils).InTime();

        Assert.Equal([0xBEEF, 1, 0xFFFF, 3], registers);
        Assert.Equal([true, false, true, true, false, true, true, true, false, true], coils);
    }

    [Fact]
    public async Task AddressThatTheServerLacks_IsException2()
    {
        var error = await Assert.ThrowsAsync<ModbusDeviceException>(
            () => Master.ReadHoldingRegistersAsync(UnitId, 199, new ushort[2]).InTime());

        Assert.Equal(ModbusExceptionCode.IllegalDataAddress, error.Code);
    }

    [Fact]
    public async Task ManyRequestsAtOnce_EachGetsItsOwnAnswer()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 150).Select(async address =>
        {
            var register = new ushort[1];
            await Master.ReadHoldingRegistersAsync(UnitId, (ushort)address, register);
            return register[0];
        })).InTime();

        Assert.Equal(Enumerable.Range(0, 150).Select(address => (ushort)(3 * address)), answers);
    }

    /// <summary>Starts the server, or skips the test by the name of what is missing.</summary>
    private protected abstract PeerProcess StartPeer();
}
