using System.Collections.Immutable;
using Twins.Grains.Devices;
using Twins.Grains.Devices.Readings;
using Twins.Points;
using Twins.Units;
using Twins.Readings;

namespace Twins.Cluster.Tests.Devices.Readings;

public sealed class TwinReadingsTests
{
    private static readonly PointTable Points = new(
    [
        Point("power") with { Unit = QuantityCatalog.Power.Canonical, Range = new NumberRange(-100, 100), Period = Seconds(1), Deadband = 5 },
        Point("mode") with { ValueType = PointValueType.Enum, Members = [new EnumMember(1, "on", Abnormal: false)], Period = Seconds(10) },
        Point("name") with { ValueType = PointValueType.Text },
    ]);

    [Fact]
    public void Indexer_NothingRead_NeverRead()
    {
        var readings = new TwinReadings(Points);

        Assert.Equal((Quality.Bad, QualityReason.NeverRead, false), (readings[0].Quality, readings[0].Reason, readings[0].Value.HasValue));
    }

    [Fact]
    public void Apply_ScriptAroundDeadband_HeldUntilItMovesFarEnough()
    {
        var readings = new TwinReadings(Points);
        (double Value, double Held)[] script = [(10, 10), (14.9, 10), (5.1, 10), (15, 15), (10.1, 15), (10, 10)];

        foreach ((double value, double held) in script)
        {
            Apply(readings, [Number(value, 0)], At(0));
            Assert.Equal(held, readings[0].Value.Number);
        }
    }

    [Fact]
    public void Apply_ScriptOfRefreshes_UnchangedIsPublishedEveryHalfPeriod()
    {
        var readings = new TwinReadings(Points);
        (double Second, bool Published)[] script = [(0, true), (0.25, false), (0.5, true), (0.75, false), (1.25, true)];

        foreach ((double second, bool published) in script)
        {
            Assert.Equal(published, !Apply(readings, [Number(10, second)], At(second)).IsEmpty);
            Assert.Equal(At(second), readings[0].Time);
        }
    }

    [Theory]
    [InlineData(100, Quality.Good, QualityReason.None)]
    [InlineData(100.5, Quality.Uncertain, QualityReason.OutOfRange)]
    public void Apply_Range_BeyondIsUncertain(double value, Quality quality, QualityReason reason)
    {
        var readings = new TwinReadings(Points);

        Apply(readings, [Number(value, 0)], At(0));

        Assert.Equal((quality, reason, value), (readings[0].Quality, readings[0].Reason, readings[0].Value.Number));
    }

    [Theory]
    [InlineData(2, Quality.Good, QualityReason.None, 2)]
    [InlineData(2.001, Quality.Uncertain, QualityReason.Clock, 0)]
    [InlineData(-2.001, Quality.Uncertain, QualityReason.Clock, 0)]
    public void Apply_SourceClockApart_OursCountsBeyondTwoSeconds(double skew, Quality quality, QualityReason reason, double time)
    {
        var readings = new TwinReadings(Points);

        Apply(readings, [Number(1, skew) with { TimeSource = TimeSource.Device }], At(0));

        Assert.Equal((quality, reason, At(time)), (readings[0].Quality, readings[0].Reason, readings[0].Time));
    }

    [Theory]
    [InlineData(-3600, QualityReason.Retained, -3600)]
    [InlineData(2.001, QualityReason.Clock, 0)]
    public void Apply_RetainedByABroker_IsAsOldAsItSays(double skew, QualityReason reason, double time)
    {
        var readings = new TwinReadings(Points);
        var kept = Number(1, skew) with { Quality = Quality.Uncertain, Reason = QualityReason.Retained, TimeSource = TimeSource.Device };

        Apply(readings, [kept], At(0));

        Assert.Equal((Quality.Uncertain, reason, At(time)), (readings[0].Quality, readings[0].Reason, readings[0].Time));
    }

    [Fact]
    public void Apply_WrongShapeUnknownMemberNoValue_Judged()
    {
        var readings = new TwinReadings(Points);

        Apply(
            readings,
            [
                new Reading(0, PointValue.FromFlag(true), Quality.Good, default, At(0), default),
                new Reading(1, PointValue.FromEnum(7), Quality.Good, default, At(0), default),
                new Reading(2, PointValue.None, Quality.Good, default, At(0), default),
                new Reading(99, PointValue.FromFlag(true), Quality.Good, default, At(0), default),
            ],
            At(0));

        Assert.Equal((Quality.Bad, QualityReason.Undecodable, false), (readings[0].Quality, readings[0].Reason, readings[0].Value.HasValue));
        Assert.Equal((Quality.Uncertain, QualityReason.OutOfRange), (readings[1].Quality, readings[1].Reason));
        Assert.Equal((Quality.Bad, QualityReason.NotAvailable), (readings[2].Quality, readings[2].Reason));
    }

    [Fact]
    public void Apply_Text_IsKept()
    {
        var readings = new TwinReadings(Points);

        Apply(readings, [new Reading(2, PointValue.FromText("SN 1"), Quality.Good, default, At(0), default)], At(0));

        Assert.Equal("SN 1", readings[2].Value.Text);
    }

    [Fact]
    public void Overdue_Script_EachPointOnceAtItsOwnDeadline()
    {
        var readings = new TwinReadings(Points);
        Apply(
            readings,
            [Number(1, 0), new Reading(1, PointValue.FromEnum(1), Quality.Good, default, At(0), default),
             new Reading(2, PointValue.FromText("x"), Quality.Good, default, At(0), default)],
            At(0));

        Assert.Equal(Steady(4), readings.NextOverdue());
        Assert.Empty(readings.TakeNewlyStale(null, Steady(4)));
        Assert.Equal(["power"], Keys(readings.TakeNewlyStale(null, Steady(4.001))));
        Assert.Equal(Steady(22), readings.NextOverdue());
        Assert.Equal(["mode"], Keys(readings.TakeNewlyStale(null, Steady(30))));
        Assert.Equal(MonotonicTime.Never, readings.NextOverdue());

        Apply(readings, [Number(1, 31)], At(31));
        Assert.Equal(Steady(35), readings.NextOverdue());
    }

    [Fact]
    public void Offline_Script_AllBecomeStaleOnceAndLiveAgainWithNewReadings()
    {
        var readings = new TwinReadings(Points);
        Apply(readings, [Number(1, 0), new Reading(2, PointValue.FromText("x"), Quality.Good, default, At(0), default)], At(0));
        MonotonicTime lostAt = Steady(1);

        ImmutableArray<Reading> stale = readings.TakeNewlyStale(lostAt, Steady(1));

        Assert.Equal(["power", "name"], Keys(stale));
        Assert.All(stale, reading => Assert.Equal((Quality.Stale, QualityReason.Disconnected), (reading.Quality, reading.Reason)));
        Assert.Empty(readings.TakeNewlyStale(lostAt, Steady(2)));
        Assert.Single(Apply(readings, [Number(1, 2)], At(2)));
        Assert.Empty(readings.TakeNewlyStale(null, Steady(2)));
    }

    /// <summary>Fault 2: with the wall clock set back, dead values stayed "good"; set forward, live ones were stale.</summary>
    [Theory]
    [InlineData(-3600)]
    [InlineData(3600)]
    public void Overdue_WallClockStepsByAnHour_RunsOnElapsedTime(int step)
    {
        var readings = new TwinReadings(Points);
        Apply(readings, [Number(1, 0)], At(0));

        Assert.Equal(Steady(4), readings.NextOverdue());
        Assert.Equal(Quality.Good, readings.AsOf(0, lostAt: null, Steady(4)).Quality);
        Assert.Equal(Quality.Stale, readings.AsOf(0, lostAt: null, Steady(4.001)).Quality);

        // The next reading is stamped by the clock as it was set.
        readings.Apply([Number(1, 5 + step)], At(5 + step), new Moment(Steady(5), At(5 + step)));
        Assert.Equal(Steady(9), readings.NextOverdue());
        Assert.Equal(Quality.Good, readings.AsOf(0, lostAt: Steady(4.5), Steady(9)).Quality);
    }

    [Fact]
    public void Apply_FromTheFuture_UncertainAndNeverFresherThanNow()
    {
        var readings = new TwinReadings(Points);

        Apply(readings, [Number(1, 3600)], At(0));

        Assert.Equal((Quality.Uncertain, QualityReason.Clock, At(0)), (readings[0].Quality, readings[0].Reason, readings[0].Time));
        Assert.Equal(Steady(4), readings.NextOverdue());
    }

    [Fact]
    public void Apply_ReceivedBeforeTheClockWasSetBack_IsNotFromTheFuture()
    {
        var readings = new TwinReadings(Points);

        readings.Apply([Number(1, 3600)], At(3600), new Moment(Steady(1), At(0)));

        Assert.Equal((QualityReason.Clock, At(0)), (readings[0].Reason, readings[0].Time));
    }

    [Fact]
    public void Apply_NothingNew_AllocatesNothingPerReading()
    {
        var readings = new TwinReadings(Points);
        ImmutableArray<Reading> batch = [Number(1, 0)];
        var now = new Moment(Steady(0), At(0));
        readings.Apply(batch, At(0), now);

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int time = 0; time < 1_000; time++)
        {
            readings.Apply(batch, At(0), now);
        }

        // One array for what is to be published, however many readings.
        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / 1_000, 0, 120);
    }

    private static ImmutableArray<Reading> Apply(TwinReadings readings, ImmutableArray<Reading> batch, Timestamp at) =>
        readings.Apply(batch, at, new Moment(new MonotonicTime((at.Microseconds - 1_000_000_000) * 10), at));

    private static MonotonicTime Steady(double second) => new((long)(second * 1e7));

    private static string[] Keys(ImmutableArray<Reading> readings) => [.. readings.Select(reading => Points[reading.Point].Key)];

    private static Reading Number(double value, double second) =>
        new(0, PointValue.FromNumber(value), Quality.Good, QualityReason.None, At(second), TimeSource.Gateway);

    private static Timestamp At(double second) => new(1_000_000_000 + (long)(second * 1e6));

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);

    private static PointDefinition Point(string key) =>
        new() { Key = key, About = "For the test", Kind = PointKind.Measurement, ValueType = PointValueType.Number };
}
