using Twins.Protocols.Mqtt;
using Twins.Protocols.Mqtt.Wire;

namespace Twins.Tests.Protocols.Mqtt.Wire;

/// <summary>What is read is written again with the same bytes.</summary>
public sealed class RewriteTests
{
    [Theory]
    [InlineData("100C 0004 4D515454 04 02 003C 0000", 4, "Client")]
    [InlineData("2002 0100", 4, "Server")]
    [InlineData("2003 000000", 5, "Server")]
    [InlineData("3005 0003 612F62", 4, "Client")]
    [InlineData("3D09 0003 612F62 1234 4142", 4, "Client")]
    [InlineData("3B0A 0003 612F62 1234 00 4142", 5, "Client")]
    [InlineData("4002 1234", 4, "Server")]
    [InlineData("5003 1234 10", 5, "Server")]
    [InlineData("6202 1234", 5, "Client")]
    [InlineData("700A 1234 92 06 1F 0003 616263", 5, "Client")]
    [InlineData("8208 1234 0003 612F62 02", 4, "Client")]
    [InlineData("820B 1234 02 0B07 0003 612F62 2E", 5, "Client")]
    [InlineData("9004 1234 0180", 4, "Server")]
    [InlineData("A207 1234 0003 612F62", 4, "Client")]
    [InlineData("B004 1234 0011", 5, "Server")]
    [InlineData("C000", 4, "Client")]
    [InlineData("D000", 5, "Server")]
    [InlineData("E000", 4, "Client")]
    [InlineData("E001 04", 5, "Client")]
    [InlineData("F007 18 05 15 0002 6162", 5, "Server")]
    public void Rewrite_SmallestPackets_SameBytes(string hex, int version, string sender)
    {
        var packet = Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
        Assert.Equal(packet, Packets.Rewrite(packet, (MqttProtocolVersion)version, Enum.Parse<MqttSender>(sender)));
    }
}
