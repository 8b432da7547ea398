using Twins.Energy.Forecasting;
using Twins.Energy.Forecasting.Series;

namespace Twins.Tests.Energy.Forecasting.Scripts;

/// <summary>A meter that falls silent for three days and comes back.</summary>
public sealed class MissingDataTests
{
    private const int FirstSilentDay = 60;
    private const int SilentDays = 3;

    [Fact]
    public void Load_ThreeSilentDays_IsForecastThroughThemAndAfter()
    {
        var whole = SyntheticSeries.Load(75);
        var holed = SyntheticSeries.Hourly(whole.Count, hour => IsSilent(hour) ? double.NaN : whole.Values[hour]);
        var (forecaster, undisturbed) = (Forecasters.Load(), Forecasters.Load());
        for (var day = 50; day < 75; day++)
        {
            var forecast = forecaster.Forecast(new(holed.First(day * 24), 24));
            var reference = undisturbed.Forecast(new(whole.First(day * 24), 24));

            // Before the gap nothing may differ; through it and after it only by what three days of knowledge are worth.
            var allowed = day <= FirstSilentDay ? 0 : 0.15;
            Assert.All(Enumerable.Range(0, 24), hour =>
                Assert.Equal(reference.P50[hour], forecast.P50[hour], (allowed * reference.P50[hour]) + 1e-9));
            Assert.Equal(Share(day), forecast.GapShare, 1e-12);
        }
    }

    [Fact]
    public void Load_NothingButGapsSinceItsFirstDay_StillForecastsThatDay()
    {
        var series = SyntheticSeries.Hourly(40 * 24, hour => hour < 24 ? 100 + hour : double.NaN);

        RegularSeries history = series.First(40 * 24);
        var forecast = Forecasters.Load().Forecast(new(history, 24));

        Assert.All(Enumerable.Range(0, 24), hour => Assert.InRange(forecast.P50[hour], 90, 130));
    }

    private static bool IsSilent(int hour) => hour / 24 is >= FirstSilentDay and < FirstSilentDay + SilentDays;

    private static double Share(int days) => (double)Math.Clamp(days - FirstSilentDay, 0, SilentDays) / days;
}
