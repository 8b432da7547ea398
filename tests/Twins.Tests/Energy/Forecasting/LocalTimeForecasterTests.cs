using Twins.Energy.Forecasting;

namespace Twins.Tests.Energy.Forecasting;

/// <summary>People who keep to the clock on the wall, over both days on which it is changed.</summary>
public sealed class LocalTimeForecasterTests
{
    /// <summary>An hour ahead of UTC, two from 29 March 2026, 01:00 UTC, to 25 October, 01:00 UTC: the rule of the European Union.</summary>
    private static readonly TimeZoneInfo Zone = TimeZoneInfo.CreateCustomTimeZone(
        "test zone", TimeSpan.FromHours(1), "test zone", "standard", "summer", [TimeZoneInfo.AdjustmentRule.CreateAdjustmentRule(
            new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Unspecified),
            new DateTime(2026, 12, 31, 0, 0, 0, DateTimeKind.Unspecified),
            TimeSpan.FromHours(1),
            LastSunday(month: 3, hour: 2),
            LastSunday(month: 10, hour: 3))]);

    [Theory]
    [InlineData("2026-03-20", 60)]
    [InlineData("2026-10-16", 60)]
    [InlineData("2026-03-20", 15)]
    [InlineData("2026-10-16", 15)]
    public void Forecast_DaysAroundAChangeOfTheClock_AreExactByTheWallAndWrongByUtc(string firstDay, int minutes)
    {
        var step = TimeSpan.FromMinutes(minutes);
        var perDay = (int)(TimeSpan.FromDays(1) / step);
        var series = ByTheWall(firstDay, step, 20 * perDay);
        var (local, utc) = (new LocalTimeForecaster(SeasonalNaive.Daily, Zone), SeasonalNaive.Daily);
        var wrong = 0;
        for (var day = 3; day < 20; day++)
        {
            var request = new ForecastRequest(series.First(day * perDay), perDay);
            var came = series.Values.Slice(day * perDay, perDay).ToArray();

            Assert.Equal(came, local.Forecast(request).P50);
            wrong += came.SequenceEqual(utc.Forecast(request).P50) ? 0 : 1;
        }

        // The day of the change, and the one after it.
        Assert.Equal(2, wrong);
    }

    [Fact]
    public void Forecast_HistoryThatEndsBetweenTwoEqualHours_HasAValueForEachStep()
    {
        var series = ByTheWall("2026-10-16", TimeSpan.FromHours(1), 20 * 24);
        var second = (int)((new DateTimeOffset(2026, 10, 25, 1, 0, 0, TimeSpan.Zero) - series.Start) / series.Step);

        var forecast = new LocalTimeForecaster(SeasonalNaive.Daily, Zone).Forecast(new(series.First(second), 24));

        Assert.Equal(series.Values.Slice(second + 1, 23).ToArray(), forecast.P50[1..]);
        Assert.Equal(series.TimeAt(second), forecast.Start);
    }

    [Fact]
    public void Forecast_InputsThatFollowTheWall_AreHandedOnByTheWall()
    {
        var series = ByTheWall("2026-02-20", TimeSpan.FromHours(1), 60 * 24);

        var forecast = new LocalTimeForecaster(Forecasters.Load(), Zone).Forecast(new(series.First(45 * 24), 24, [series]));

        Assert.All(Enumerable.Range(0, 24), hour => Assert.Equal(series.Values[(45 * 24) + hour], forecast.P50[hour], 30.0));
    }

    [Fact]
    public void Forecast_StepsOfTwoHours_AreRefusedByName()
    {
        var series = ByTheWall("2026-03-20", TimeSpan.FromHours(2), 20 * 12);

        var error = Assert.Throws<ForecastInputException>(
            () => new LocalTimeForecaster(SeasonalNaive.Daily, Zone).Forecast(new(series, 12)));

        Assert.Equal(
            "meter power W: at 2026-03-29T02:00:00.0000000+00:00 the clock of test zone has moved by 01:00:00, which is no whole number of steps of 02:00:00.",
            error.Message);
    }

    private static RegularSeries ByTheWall(string firstDay, TimeSpan step, int count)
    {
        var start = DateTimeOffset.Parse($"{firstDay}T00:00:00Z", System.Globalization.CultureInfo.InvariantCulture);
        return new("meter power W", start, step, Enumerable.Range(0, count).Select(Value).ToArray());

        double Value(int index) => 200 + (50 * TimeZoneInfo.ConvertTime(start + (index * step), Zone).Hour);
    }

    private static TimeZoneInfo.TransitionTime LastSunday(int month, int hour) =>
        TimeZoneInfo.TransitionTime.CreateFloatingDateRule(
            new DateTime(1, 1, 1, hour, 0, 0, DateTimeKind.Unspecified), month, week: 5, DayOfWeek.Sunday);
}
