using Twins.Protocols.Mqtt.Wire;

namespace Twins.Tests.Protocols.Mqtt.Wire;

public sealed class MqttWriterTests
{
    [Theory]
    [InlineData(0, 2)]
    [InlineData(127, 2)]
    [InlineData(128, 3)]
    [InlineData(16_383, 3)]
    [InlineData(16_384, 4)]
    [InlineData(2_097_152, 5)]
    public void EndLength_AnyBody_LengthInTheFewestBytesBeforeIt(int bodyLength, int headerLength)
    {
        var body = new byte[bodyLength];
        new Random(1).NextBytes(body);
        using var writer = new MqttWriter();
        var packet = writer.BeginPacket(MqttPacketType.Subscribe, flags: 2);
        writer.WriteBytes(body);
        writer.EndLength(packet);
        Assert.True(MqttFraming.TryReadHeader(writer.Written, MqttLimits.MaxPacketSize, out var header));
        Assert.Equal((headerLength, bodyLength, 2), (header.HeaderLength, header.BodyLength, header.Flags));
        Assert.Equal(body, writer.Written[headerLength..]);
    }

    [Fact]
    public void Truncate_AfterFailedPacket_WhatCameBeforeStays()
    {
        using var writer = new MqttWriter();
        PingPacket.WriteRequest(writer);
        var before = writer.Length;
        writer.BeginPacket(MqttPacketType.Connect);
        writer.WriteText("unfinished", "a text");
        writer.Truncate(before);
        Assert.Equal("C000", Convert.ToHexString(writer.Written));
        Assert.Throws<ArgumentOutOfRangeException>(() => writer.Truncate(3));
    }

    [Fact]
    public void Clear_WhatWasWritten_ForgottenAndWrittenAnew()
    {
        using var writer = new MqttWriter();
        writer.WriteBytes(new byte[100_000]);
        writer.Clear();
        Assert.Equal(0, writer.WrittenMemory.Length);
        writer.WriteByte(1);
        Assert.Equal("01", Convert.ToHexString(writer.Written));
    }

    [Fact]
    public void HotPaths_ReadAndWrite_NoAllocation()
    {
        using var writer = new MqttWriter();
        var packet = PacketBytes.Parse("32: 'site/meter-1/power' 0001 {02 0000003C 26 'k' 'v'} 31322E35");
        ReadAndWrite(packet, writer);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var round = 0; round < 1000; round++)
        {
            ReadAndWrite(packet, writer);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void ReadAndWrite(ReadOnlySpan<byte> packet, MqttWriter writer)
    {
        writer.Truncate(0);
        MqttFraming.TryReadHeader(packet, 1000, out var header);
        var view = PublishView.Read(header, packet[header.HeaderLength..], Protocols.Mqtt.MqttProtocolVersion.V500, MqttSender.Client);
        new PublishPacket { Topic = view.Topic, Payload = view.Payload, MessageExpirySeconds = view.MessageExpirySeconds }
            .Write(writer, Protocols.Mqtt.MqttProtocolVersion.V500);
        var start = writer.Length;
        AckView.Write(writer, MqttPacketType.PubAck, view.PacketId, default, Protocols.Mqtt.MqttProtocolVersion.V500);
        MqttFraming.TryReadHeader(writer.Written[start..], 1000, out header);
        AckView.Read(header, writer.Written[(start + header.HeaderLength)..], Protocols.Mqtt.MqttProtocolVersion.V500);
    }
}
