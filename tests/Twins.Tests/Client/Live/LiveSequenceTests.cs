using Twins.Devices;
using Twins.Client.Live;

namespace Twins.Tests.Client.Live;

public sealed class LiveSequenceTests
{
    [Fact]
    public void Judge_Script_FollowsKnownAndGap()
    {
        var sequence = new LiveSequence();
        Assert.Equal(SequenceVerdict.Gap, sequence.Judge(Change(1, 5)));
        Assert.True(sequence.TryBeginReading());
        Assert.True(sequence.EndReading(Snapshot(1, 5)));

        Assert.Equal(SequenceVerdict.Known, sequence.Judge(Change(1, 5)));
        Assert.Equal(SequenceVerdict.Follows, sequence.Judge(Change(1, 6)));
        Assert.Equal(SequenceVerdict.Gap, sequence.Judge(Change(1, 8)));
        Assert.Equal(SequenceVerdict.Gap, sequence.Judge(Change(2, 1)));
    }

    [Fact]
    public void EndReading_ChangesCameMeanwhile_ReadAgain()
    {
        var sequence = new LiveSequence();
        Assert.True(sequence.TryBeginReading());
        Assert.Equal(SequenceVerdict.Gap, sequence.Judge(Change(1, 7)));

        Assert.False(sequence.EndReading(Snapshot(1, 6)));
        Assert.True(sequence.TryBeginReading());
        Assert.True(sequence.EndReading(Snapshot(1, 7)));
        Assert.Equal(SequenceVerdict.Follows, sequence.Judge(Change(1, 8)));
    }

    [Fact]
    public void EndReading_SnapshotIsOfAnEarlierEpoch_ReadAgain()
    {
        var sequence = new LiveSequence();
        Assert.True(sequence.TryBeginReading());
        sequence.Judge(Change(2, 1));

        Assert.False(sequence.EndReading(Snapshot(1, 900)));
    }

    [Fact]
    public void TryBeginReading_WhileOneIsUnderWay_OnlyOnce()
    {
        var sequence = new LiveSequence();

        Assert.True(sequence.TryBeginReading());
        Assert.False(sequence.TryBeginReading());
        sequence.AbandonReading();
        Assert.True(sequence.TryBeginReading());
        Assert.False(sequence.Known);
    }

    [Fact]
    public void WasQuiet_Script_TrueUnlessSomethingCameSince()
    {
        var sequence = new LiveSequence();

        Assert.True(sequence.WasQuiet());
        sequence.Judge(Change(1, 1));
        Assert.False(sequence.WasQuiet());
        Assert.True(sequence.WasQuiet());
    }

    private static DeviceChange Change(long epoch, long sequence) => new("test/bess-1", "hash", epoch, sequence, default, [], null, []);

    private static DeviceSnapshot Snapshot(long epoch, long sequence) =>
        new("test/bess-1", "hash", epoch, sequence, default, ConnectivityReport.NotTried, [], []);
}
