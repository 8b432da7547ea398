using Twins.Testing.Peers;

namespace Twins.Tests.Protocols.Modbus.Peers;

/// <summary>Against the server of the npm package modbus-serial.</summary>
public sealed class ModbusSerialServerTests : PeerServerTests
{
    private protected override PeerProcess StartPeer()
    {
        var node = PeerProgram.Find("node");
        Assert.SkipUnless(node is not null, "node is not installed");
        var package = Path.Combine(PeerProgram.Folder, "node_modules", "modbus-serial");
        Assert.SkipUnless(Directory.Exists(package), "the npm package modbus-serial is not installed (npm ci in tests/peers)");
        return PeerProcess.Start(node!, "modbus_serial_server.js");
    }
}
