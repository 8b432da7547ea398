using Twins.Energy.Forecasting;

namespace Twins.Tests.Energy.Forecasting;

public sealed class PhotovoltaicForecasterTests
{
    private static readonly ClearSky Funchal = new(32.65, -16.91);

    [Fact]
    public void ClearSky_DayOfJanuary_IsDarkAtNightAndHighestAtNoon()
    {
        var day = Funchal.IrradianceWPerM2(SyntheticSeries.Hourly(1, _ => 0), 24).Values.ToArray();

        Assert.Equal(0, day[3]);
        Assert.Equal(0, day[21]);
        Assert.Equal(13, Array.IndexOf(day, day.Max()));
        Assert.InRange(day.Max(), 400, 650);
    }

    [Fact]
    public void Forecast_SpringUnderAClearSky_GrowsWithTheDays()
    {
        var clear = Funchal.IrradianceWPerM2(SyntheticSeries.Hourly(1, _ => 0), 81 * 24);

        var forecast = new PhotovoltaicForecaster(Funchal).Forecast(new(clear.First(80 * 24), 24));

        Assert.All(Enumerable.Range(0, 24), hour => Assert.Equal(clear.Values[(80 * 24) + hour], forecast.P50[hour], 20.0));
        Assert.Equal(0, forecast.P90[2]);
    }

    [Fact]
    public void Measure_DaysWithoutMemory_IsNearTheirMeanAndCoversTheDaylight()
    {
        var random = new Random(11);
        var clouds = Enumerable.Range(0, 110).Select(_ => 0.2 + (0.8 * random.NextDouble())).ToArray();
        var clear = Funchal.IrradianceWPerM2(SyntheticSeries.Hourly(1, _ => 0), 110 * 24);
        var power = SyntheticSeries.Hourly(clear.Count, hour => clear.Values[hour] * clouds[hour / 24]);
        var evaluation = new RollingEvaluation(power, [], 24, 24);

        var accuracy = evaluation.Measure(new PhotovoltaicForecaster(Funchal), 56 * 24);

        // Clouds are drawn independently each day: nothing but the mean can be known of them.
        Assert.All(
            evaluation.Baselines(56 * 24),
            baseline => Assert.True(accuracy.SkillOver(baseline) > -0.06, $"{baseline.Method}: {accuracy.SkillOver(baseline)}"));
        Assert.InRange(accuracy.OpenCoverage, 0.72, 0.88);
    }

    [Fact]
    public void Forecast_PolarNight_IsNothing()
    {
        var forecast = new PhotovoltaicForecaster(new(78.2, 15.6)).Forecast(new(SyntheticSeries.Hourly(25 * 24, _ => 0), 24));

        Assert.Equal(new double[24], forecast.P50);
        Assert.Equal(new double[24], forecast.P90);
    }

    [Fact]
    public void Create_LatitudeOutOfRange_IsNamedAtTheForecast()
    {
        RegularSeries history = SyntheticSeries.Load(30);

        var error = Assert.Throws<ArgumentOutOfRangeException>(() => new PhotovoltaicForecaster(new(95, 0)).Forecast(new(history, 24)));

        Assert.Contains("latitudeDeg must lie within -90 … 90, but it is 95.", error.Message, StringComparison.Ordinal);
    }
}
