using System.Text;
using Twins.Protocols.Mqtt;
using Twins.Protocols.Mqtt.Wire;

namespace Twins.Tests.Protocols.Mqtt.Wire;

/// <summary>The non-normative examples of the standards' text; what they leave out of a packet is added.</summary>
public sealed class StandardExampleTests
{
    // 5.0, figure 1-2: "A" and U+2A6D4.
    [Fact]
    public void Text_OfFigure1Dash2_SameBytes()
    {
        using var writer = new MqttWriter();
        writer.WriteText("A\U0002A6D4", "the example");
        Assert.Equal("000541F0AA9B94", Convert.ToHexString(writer.Written));
        var reader = new MqttReader(writer.Written);
        Assert.Equal("A\U0002A6D4", Encoding.UTF8.GetString(reader.ReadText("the example")));
    }

    // 5.0, figure 3-6: user name, password, will at QoS 1, clean start, keep-alive of 10 s, session expiry of 10 s. The payload is ours.
    [Fact]
    public void Connect_OfFigure3Dash6_EveryFieldAndTheSameBytes()
    {
        var bytes = PacketBytes.Parse("10: 0004 4D 51 54 54 05 CE 000A 05 11 0000000A 'id' {} 'will' 'gone' 'user' 'secret'");
        Assert.True(MqttFraming.TryReadHeader(bytes, MqttLimits.MaxPacketSize, out var header));
        var connect = ConnectPacket.Read(header, bytes.AsSpan(header.HeaderLength));
        Assert.Equal(10, connect.KeepAliveSeconds);
        Assert.Equal(10u, connect.SessionExpirySeconds);
        Assert.True(connect.CleanStart);
        Assert.Equal(MqttQualityOfService.AtLeastOnce, connect.Will!.Message.QualityOfService);
        Assert.False(connect.Will.Message.Retain);
        Assert.Equal("user", connect.UserName);
        Assert.Equal(bytes, Packets.Rewrite(bytes, MqttProtocolVersion.V500, MqttSender.Client));
    }

    [Theory]
    [InlineData("32: 0003 61 2F 62 000A 00", MqttProtocolVersion.V500, "Client")] // 5.0, figure 3-9
    [InlineData("32: 0003 61 2F 62 000A", MqttProtocolVersion.V311, "Client")] // 3.1.1, figure 3.11
    [InlineData("82: 000A 00 0003 61 2F 62 01 0003 63 2F 64 02", MqttProtocolVersion.V500, "Client")] // 5.0, figures 3-19 and 3-21
    [InlineData("82: 000A 0003 61 2F 62 01 0003 63 2F 64 02", MqttProtocolVersion.V311, "Client")] // 3.1.1, figures 3.21 and 3.23
    [InlineData("90: 000A 00 02 80", MqttProtocolVersion.V311, "Server")] // 3.1.1, figure 3.27
    [InlineData("A2: 000A 00 0003 61 2F 62 0003 63 2F 64", MqttProtocolVersion.V500, "Client")] // 5.0, figure 3-30
    [InlineData("A2: 000A 0003 61 2F 62 0003 63 2F 64", MqttProtocolVersion.V311, "Client")] // 3.1.1, figure 3.30
    public void Packet_OfAFigure_ReadAndTheSameBytes(string packet, MqttProtocolVersion version, string sender) =>
        Assert.Equal(PacketBytes.Parse(packet), Packets.Rewrite(PacketBytes.Parse(packet), version, Enum.Parse<MqttSender>(sender)));
}
