using Twins.Devices;
using Twins.Points;
using Twins.Readings;

namespace Twins.Tests.Client.Devices;

public sealed class FreshnessTests
{
    private static readonly ConnectivityReport Online = new(Connectivity.Online, null, default);

    [Theory]
    [InlineData(1, 4)]
    [InlineData(10, 22)]
    [InlineData(60, 122)]
    public void AllowedAge_Period_OneMayBeMissed(int period, int allowed) =>
        Assert.Equal(TimeSpan.FromSeconds(allowed), Freshness.AllowedAge(Point(period)));

    [Fact]
    public void AsOf_Script_GoodUntilItIsOlderThanAllowed()
    {
        (long Ms, Quality Quality)[] script = [(0, Quality.Good), (4000, Quality.Good), (4001, Quality.Stale), (9000, Quality.Stale)];

        foreach ((long ms, Quality quality) in script)
        {
            Assert.Equal(quality, Freshness.AsOf(Good(0), Point(1), Online, new Timestamp(ms * 1000)).Quality);
        }
    }

    [Fact]
    public void AsOf_NoPeriod_NeverOverdue() =>
        Assert.Equal(Quality.Good, Freshness.AsOf(Good(0), Point(null), Online, new Timestamp(long.MaxValue / 2)).Quality);

    [Theory]
    [InlineData(5, Quality.Stale)]
    [InlineData(6, Quality.Good)]
    public void AsOf_OfflineSince_OnlyWhatIsLaterIsLive(long time, Quality quality)
    {
        var offline = new ConnectivityReport(Connectivity.Offline, "gone", new Timestamp(5));

        Assert.Equal(quality, Freshness.AsOf(Good(time), Point(1), offline, new Timestamp(6)).Quality);
    }

    [Fact]
    public void AsOf_Bad_StaysBad() =>
        Assert.Equal(Quality.Bad, Freshness.AsOf(Good(0) with { Quality = Quality.Bad }, Point(1), Online, new Timestamp(long.MaxValue / 2)).Quality);

    private static Reading Good(long time) => new(0, PointValue.FromNumber(1), Quality.Good, default, new Timestamp(time), default);

    private static PointDefinition Point(int? period) => new()
    {
        Key = "power",
        About = "For the test",
        Kind = PointKind.Measurement,
        ValueType = PointValueType.Number,
        Period = period is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
    };
}
