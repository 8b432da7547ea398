using Twins.Testing.Peers;

namespace Twins.Tests.Protocols.Modbus.Peers;

/// <summary>Against the server of Debian's python3-pymodbus.</summary>
public sealed class PymodbusServerTests : PeerServerTests
{
    [Fact]
    public async Task MaskWrite_ChangesTheUnmaskedBits()
    {
        await Master.WriteSingleRegisterAsync(UnitId, 4, 0x12).InTime();
        await Master.MaskWriteRegisterAsync(UnitId, 4, 0xF2, 0x25).InTime();
        var register = new ushort[1];
        await Master.ReadHoldingRegistersAsync(UnitId, 4, register).InTime();

        Assert.Equal([0x17], register);
    }

    [Fact]
    public async Task ReadWrite_WritesBeforeItReads()
    {
        var registers = new ushort[3];
        await Master.ReadWriteMultipleRegistersAsync(UnitId, 50, registers, 51, new ushort[] { 7, 8 }).InTime();

        Assert.Equal([150, 7, 8], registers);
    }

    private protected override PeerProcess StartPeer()
    {
        ModbusPeers.RequirePymodbus();
        return PeerProcess.Start(ModbusPeers.Python, "pymodbus_server.py");
    }
}
