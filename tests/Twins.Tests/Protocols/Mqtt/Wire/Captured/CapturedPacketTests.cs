using Twins.Protocols.Mqtt;
using Twins.Protocols.Mqtt.Wire;

namespace Twins.Tests.Protocols.Mqtt.Wire.Captured;

/// <summary>Packets of independent encoders mean to us what was asked of those, also after we wrote them anew in our own order.</summary>
public sealed class CapturedPacketTests
{
    [Theory]
    [ClassData(typeof(ClientPackets))]
    public void ClientsPacket_ReadAndRewritten_MeansTheSame(string source, MqttProtocolVersion version, string packet, string expected) =>
        Check(source, version, packet, expected, MqttSender.Client);

    [Theory]
    [ClassData(typeof(ServerPackets))]
    public void ServersPacket_ReadAndRewritten_MeansTheSame(string source, MqttProtocolVersion version, string packet, string expected) =>
        Check(source, version, packet, expected, MqttSender.Server);

    private static void Check(string source, MqttProtocolVersion version, string packet, string expected, MqttSender sender)
    {
        var bytes = Convert.FromHexString(packet);
        Assert.Equal($"{source}: {expected}", $"{source}: {PacketText.Of(bytes, version, sender)}");
        var rewritten = Packets.Rewrite(bytes, version, sender);
        Assert.Equal(expected, PacketText.Of(rewritten, version, sender));
        Assert.True(rewritten.Length <= bytes.Length, "We write what others write in no more bytes.");
    }
}
