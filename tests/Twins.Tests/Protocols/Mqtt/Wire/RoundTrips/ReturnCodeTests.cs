using Twins.Protocols.Mqtt;
using Twins.Protocols.Mqtt.Wire;

namespace Twins.Tests.Protocols.Mqtt.Wire.RoundTrips;

/// <summary>What 5.0 tells by reason codes, on 3.1.1.</summary>
public sealed class ReturnCodeTests
{
    [Fact]
    public void ReturnCode_EachOf311_ThereAndBack()
    {
        for (byte code = 0; code <= 5; code++)
        {
            Assert.True(ReturnCodes.TryFromReasonCode(ReturnCodes.ToReasonCode(code), out var back));
            Assert.Equal(code, back);
        }
    }

    [Theory]
    [InlineData(MqttReasonCode.ServerBusy, "20020003")]
    [InlineData(MqttReasonCode.QuotaExceeded, "20020003")]
    [InlineData(MqttReasonCode.Banned, "20020005")]
    [InlineData(MqttReasonCode.BadAuthenticationMethod, "20020004")]
    [InlineData(MqttReasonCode.MalformedPacket, "")] // 3.1.1, MQTT-3.2.2-6: closed without an answer
    [InlineData(MqttReasonCode.PacketTooLarge, "")]
    public void ConnAck_RefusalOn311_NearestReturnCodeOrNothing(MqttReasonCode code, string expected)
    {
        using var writer = new MqttWriter();
        new ConnAckPacket { ReasonCode = code }.Write(writer, MqttProtocolVersion.V311);
        Assert.Equal(expected, Convert.ToHexString(writer.Written));
    }

    [Fact]
    public void SubAck_RefusalOn311_OneCodeForAll()
    {
        using var writer = new MqttWriter();
        new SubAckPacket { PacketId = 1, ReasonCodes = [MqttReasonCode.NotAuthorized, MqttReasonCode.GrantedQualityOfService1] }
            .Write(writer, MqttProtocolVersion.V311);
        Assert.Equal("900400018001", Convert.ToHexString(writer.Written));
    }

    [Fact]
    public void Ack_On311_WithoutItsReason()
    {
        using var writer = new MqttWriter();
        AckView.Write(writer, MqttPacketType.PubAck, 9, MqttReasonCode.NotAuthorized, "a reason", MqttProtocolVersion.V311);
        AckView.Write(writer, MqttPacketType.PubRel, 9, MqttReasonCode.PacketIdentifierNotFound, MqttProtocolVersion.V311);
        Assert.Equal("40020009" + "62020009", Convert.ToHexString(writer.Written));
    }

    [Fact]
    public void Disconnect_On311_SaysNothing()
    {
        using var writer = new MqttWriter();
        new DisconnectPacket { ReasonCode = MqttReasonCode.DisconnectWithWill, ReasonString = "x" }.Write(writer, MqttProtocolVersion.V311);
        Assert.Equal("E000", Convert.ToHexString(writer.Written));
    }
}
