using Twins.Client.Live;

namespace Twins.Tests.Client.Live;

public sealed class TrendBufferTests
{
    private static readonly TimeSpan Allowed = TimeSpan.FromSeconds(4);

    [Fact]
    public void Append_ChangingValues_AllAreKeptInOrder()
    {
        TrendBuffer trend = Filled(0, 1, 2, 3);

        AssertHolds(trend, [Ms(0), Ms(1), Ms(2), Ms(3)], [0d, 1, 2, 3]);
    }

    [Fact]
    public void Append_RunOfEqualValues_KeepsItsEnds()
    {
        TrendBuffer trend = Filled(7, 7, 7, 7, 8);

        AssertHolds(trend, [Ms(0), Ms(3), Ms(4)], [7d, 7, 8]);
    }

    [Fact]
    public void Append_PauseLongerThanAllowed_GapAtTheEndOfWhatIsKnown()
    {
        TrendBuffer trend = Filled(1);
        trend.Append(At(10), 2, Allowed);

        AssertHolds(trend, [Ms(0), Ms(4), Ms(10)], [1d, double.NaN, 2]);
    }

    [Fact]
    public void Append_GapTold_NotDoubled()
    {
        TrendBuffer trend = Filled(1);
        trend.Append(At(2), double.NaN, Allowed);
        trend.Append(At(10), 2, Allowed);

        AssertHolds(trend, [Ms(0), Ms(2), Ms(10)], [1d, double.NaN, 2]);
    }

    [Fact]
    public void Append_NotLater_Ignored()
    {
        TrendBuffer trend = Filled(1, 2);
        trend.Append(At(1), 9, Allowed);
        trend.Append(At(0.5), 9, Allowed);

        AssertHolds(trend, [Ms(0), Ms(1)], [1d, 2]);
    }

    [Fact]
    public void Append_TenASecond_OneASecondIsKeptAndTheLatest()
    {
        var trend = new TrendBuffer();
        for (int i = 0; i <= 100; i++)
        {
            trend.Append(At(i / 10d), i, Allowed);
        }

        TrendSeries series = trend.Copy(default);
        Assert.InRange(series.Values.Length, 10, 12);
        Assert.Equal(100, series.Values[^1]);
    }

    [Fact]
    public void Append_AnHour_TenMinutesAndSixHundredSamplesAreKept()
    {
        var trend = new TrendBuffer();
        for (int second = 0; second < 3600; second++)
        {
            trend.Append(At(second), second, Allowed);
        }

        TrendSeries series = trend.Copy(default);
        Assert.Equal(TrendBuffer.MaxSamples, series.Values.Length);
        Assert.Equal((3000, 3599), (series.Values[0], series.Values[^1]));
        Assert.Equal((Ms(3000), Ms(3599)), (series.TimesMs[0], series.TimesMs[^1]));
    }

    [Fact]
    public void Append_SlowPoint_OlderThanTheWindowIsLeftOut()
    {
        var trend = new TrendBuffer();
        for (int minute = 0; minute <= 30; minute++)
        {
            trend.Append(At(minute * 60), minute, TimeSpan.FromMinutes(5));
        }

        Assert.Equal([20d, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30], trend.Copy(default).Values);
    }

    [Fact]
    public void Copy_AfterAnInstant_OnlyWhatIsLater()
    {
        TrendBuffer trend = Filled(0, 1, 2, 3);

        Assert.Equal([2d, 3], trend.Copy(At(1)).Values);
        Assert.Empty(trend.Copy(At(3)).Values);
    }

    private static TrendBuffer Filled(params double[] values)
    {
        var trend = new TrendBuffer();
        for (int second = 0; second < values.Length; second++)
        {
            trend.Append(At(second), values[second], Allowed);
        }

        return trend;
    }

    private static void AssertHolds(TrendBuffer trend, double[] timesMs, double[] values)
    {
        TrendSeries series = trend.Copy(default);
        Assert.Equal(timesMs, series.TimesMs);
        Assert.Equal(values, series.Values);
    }

    private static Timestamp At(double second) => new(1_767_225_600_000_000 + (long)(second * 1e6));

    private static double Ms(double second) => 1_767_225_600_000 + second * 1000;
}
