using Twins.Protocols.Mqtt;
using Twins.Protocols.Mqtt.Wire;

namespace Twins.Tests.Protocols.Mqtt.Wire.Rules;

/// <summary>The rules of what begins every packet (5.0, section 2.1; 3.1.1, section 2.2).</summary>
public sealed class FramingRuleTests
{
    [Theory]
    [InlineData("00 00")]
    [InlineData("0F 00")]
    public void TypeZero_Reserved(string packet) => Refused("5.0, section 2.1.2", packet, MqttReasonCode.MalformedPacket);

    [Fact]
    public void Flags_OtherThanTheTables_Malformed()
    {
        foreach (var type in Enum.GetValues<MqttPacketType>().Where(type => type != MqttPacketType.Publish))
        {
            var right = type is MqttPacketType.PubRel or MqttPacketType.Subscribe or MqttPacketType.Unsubscribe ? 2 : 0;
            for (var flags = 0; flags < 16; flags++)
            {
                byte[] packet = [(byte)(((int)type << 4) | flags), 0];
                if (flags == right)
                {
                    Assert.True(MqttFraming.TryReadHeader(packet, 100, out _));
                }
                else
                {
                    Refused("MQTT-2.1.3-1", Convert.ToHexString(packet), MqttReasonCode.MalformedPacket);
                }
            }
        }
    }

    [Theory]
    [InlineData("30 80808080")]
    [InlineData("30 FFFFFFFF 7F")]
    [InlineData("E0 8080808000")]
    public void Length_OfMoreThanFourBytes_Malformed(string packet) => Refused("section 1.5.5", packet, MqttReasonCode.MalformedPacket);

    [Theory]
    [InlineData("E0 8000")]
    [InlineData("C0 80808000")]
    [InlineData("30 8500 0001 61 00 62")]
    [InlineData("10 8D00 0004 4D515454 05 02 003C 00 0000")]
    public void Length_NotInTheFewestBytes_MalformedIn500(string packet)
    {
        var bytes = Convert.FromHexString(packet.Replace(" ", "", StringComparison.Ordinal));
        RuleVectors.Check("MQTT-1.5.5-1", bytes, MqttReasonCode.MalformedPacket, MqttProtocolVersion.V500, MqttSender.Client);
    }

    // 3.1.1, section 2.2.3 does not ask for the fewest bytes.
    [Theory]
    [InlineData("E0 8000", "E000")]
    [InlineData("30 8400 0001 61 62", "300400016162")]
    public void Length_NotInTheFewestBytes_AcceptedIn311(string packet, string rewritten)
    {
        var bytes = Convert.FromHexString(packet.Replace(" ", "", StringComparison.Ordinal));
        Assert.Equal(rewritten, Convert.ToHexString(Packets.Rewrite(bytes, MqttProtocolVersion.V311, MqttSender.Client)));
    }

    [Fact]
    public void Auth_On311_Reserved() =>
        RuleVectors.Check("3.1.1, section 2.2.1", [0xF0, 0], MqttReasonCode.MalformedPacket, MqttProtocolVersion.V311, MqttSender.Client);

    private static void Refused(string rule, string packet, MqttReasonCode reason)
    {
        var bytes = Convert.FromHexString(packet.Replace(" ", "", StringComparison.Ordinal));
        var error = Assert.Throws<MqttProtocolException>(() => MqttFraming.TryReadHeader(bytes, MqttLimits.MaxPacketSize, out _));
        Assert.Contains(rule, error.Clause, StringComparison.Ordinal);
        Assert.Equal(reason, error.ReasonCode);
    }
}
