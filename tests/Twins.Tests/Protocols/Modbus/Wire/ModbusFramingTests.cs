using System.Buffers;
using Twins.Adapters.Modbus.Wire;

namespace Twins.Tests.Protocols.Modbus.Wire;

public sealed class ModbusFramingTests
{
    private static readonly byte[] TwoFrames = [0x12, 0x34, 0, 0, 0, 3, 9, 0x83, 2, 0x12, 0x35, 0, 0, 0, 5, 8, 3, 2, 0xAB, 0xCD];

    [Fact]
    public void Take_FramesInAnySegments_CutsThemApart()
    {
        for (var segmentLength = 1; segmentLength <= TwoFrames.Length; segmentLength++)
        {
            var buffer = Segments.Of(TwoFrames, segmentLength);
            var frame = new byte[ModbusLimits.MaxFrameLength];

            Assert.Equal(FrameStatus.Complete, ModbusFraming.Take(ref buffer, frame, out var first));
            Assert.Equal(TwoFrames[..9], frame[..first]);
            Assert.Equal(0x1234, ModbusFraming.TransactionId(frame));
            Assert.Equal(FrameStatus.Complete, ModbusFraming.Take(ref buffer, frame, out var second));
            Assert.Equal(TwoFrames[9..], frame[..second]);
            Assert.Equal(8, ModbusFraming.UnitId(frame));
            Assert.Equal(FrameStatus.Incomplete, ModbusFraming.Take(ref buffer, frame, out _));
            Assert.True(buffer.IsEmpty);
        }
    }

    [Fact]
    public void Take_CutOffAnywhere_IsIncompleteAndTakesNothing()
    {
        for (var length = 0; length < 9; length++)
        {
            var buffer = new ReadOnlySequence<byte>(TwoFrames, 0, length);
            var frame = new byte[ModbusLimits.MaxFrameLength];

            Assert.Equal(FrameStatus.Incomplete, ModbusFraming.Take(ref buffer, frame, out _));
            Assert.Equal(length, buffer.Length);
        }
    }

    [Fact]
    public void Take_LongestFrame_IsTaken()
    {
        byte[] longest = [0, 1, 0, 0, 0, 254, 1, .. new byte[253]];
        var buffer = new ReadOnlySequence<byte>(longest);
        var frame = new byte[ModbusLimits.MaxFrameLength];

        Assert.Equal(FrameStatus.Complete, ModbusFraming.Take(ref buffer, frame, out var length));
        Assert.Equal(260, length);
    }
}
