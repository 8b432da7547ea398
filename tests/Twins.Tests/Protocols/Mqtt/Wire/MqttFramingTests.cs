using Twins.Protocols.Mqtt;
using Twins.Protocols.Mqtt.Wire;

namespace Twins.Tests.Protocols.Mqtt.Wire;

public sealed class MqttFramingTests
{
    // 5.0, table 1-1: the ends of what one to four bytes hold.
    [Theory]
    [InlineData(0, "00")]
    [InlineData(127, "7F")]
    [InlineData(128, "8001")]
    [InlineData(16_383, "FF7F")]
    [InlineData(16_384, "808001")]
    [InlineData(2_097_151, "FFFF7F")]
    [InlineData(2_097_152, "80808001")]
    [InlineData(268_435_455, "FFFFFF7F")]
    public void VariableByteInteger_EndsOfTheTable_BothWays(int value, string hex)
    {
        var buffer = new byte[4];
        Assert.Equal(hex, Convert.ToHexString(buffer.AsSpan(0, VariableByteInteger.Write(buffer, value))));
        Assert.Equal(hex.Length / 2, VariableByteInteger.TryRead(Convert.FromHexString(hex), out var read));
        Assert.Equal(value, read);
        Assert.Equal(hex.Length / 2, VariableByteInteger.LengthOf(value));
    }

    [Theory]
    [InlineData("")]
    [InlineData("30")]
    [InlineData("3080")]
    [InlineData("30FFFFFF")]
    public void TryReadHeader_Incomplete_NeedsMore(string hex) =>
        Assert.False(MqttFraming.TryReadHeader(Convert.FromHexString(hex), MqttLimits.MaxPacketSize, out _));

    [Fact]
    public void TryReadHeader_Complete_TypeFlagsAndLengths()
    {
        Assert.True(MqttFraming.TryReadHeader([0x3B, 0x80, 0x01], 1000, out var header));
        Assert.Equal(MqttPacketType.Publish, header.Type);
        Assert.Equal((0x0B, 3, 128, 131), (header.Flags, header.HeaderLength, header.BodyLength, header.TotalLength));
    }

    [Theory]
    [InlineData(130, false)]
    [InlineData(131, true)]
    public void TryReadHeader_LongerThanAccepted_PacketTooLarge(int maximum, bool accepted)
    {
        var error = Record.Exception(() => MqttFraming.TryReadHeader([0x30, 0x80, 0x01], maximum, out _));
        Assert.Equal(accepted ? null : MqttReasonCode.PacketTooLarge, (error as MqttProtocolException)?.ReasonCode);
    }
}
