using Twins.Energy.Forecasting;

namespace Twins.Tests.Energy.Forecasting;

public sealed class RegularSeriesTests
{
    [Fact]
    public void Create_InfiniteValue_NamesSeriesTimeAndValue()
    {
        var error = Assert.Throws<ForecastInputException>(() => SyntheticSeries.Hourly(30, hour => hour == 5 ? double.PositiveInfinity : 1));

        Assert.Equal(
            "meter power W: the value at 2026-01-05T05:00:00.0000000+00:00 is Infinity; a missing one is NaN, all others are finite.",
            error.Message);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-15)]
    [InlineData(7)]
    public void Create_StepThatDoesNotDivideADay_IsRefused(int minutes)
    {
        var error = Assert.Throws<ForecastInputException>(() => SyntheticSeries.Create(TimeSpan.FromMinutes(minutes), 3, _ => 0));

        Assert.StartsWith("meter power W: the step must divide a day, but it is ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void GapShare_OneOfFourMissing_IsAQuarter() =>
        Assert.Equal(0.25, SyntheticSeries.Hourly(4, hour => hour == 2 ? double.NaN : 1).GapShare);

    [Fact]
    public void Fill_Gap_TakesTheSameHourOfEarlierDaysAndNothingLater()
    {
        double[] values = [.. Enumerable.Range(0, 96).Select(hour => (double)hour)];
        values[48 + 3] = double.NaN;

        var filled = FilledSeries.Fill(values, 24);
        values[72 + 3] = 1e9;

        Assert.Equal((3 + 27) / 2.0, filled[48 + 3]);
        Assert.Equal(filled[..72], FilledSeries.Fill(values, 24)[..72]);
    }

    [Fact]
    public void Request_InputThatEndsTooEarly_IsNamed()
    {
        var history = SyntheticSeries.Hourly(48, _ => 1);
        var weather = new RegularSeries("temperature °C", history.Start, history.Step, new double[60]);

        var error = Assert.Throws<ForecastInputException>(() => new ForecastRequest(history, 24, [weather]));

        Assert.Equal(
            "temperature °C: ends 2026-01-07T12:00:00.0000000+00:00, but the forecast of meter power W ends 2026-01-08T00:00:00.0000000+00:00.",
            error.Message);
    }

    [Fact]
    public void Request_InputOnAnotherGrid_IsNamed()
    {
        var history = SyntheticSeries.Hourly(48, _ => 1);
        var weather = new RegularSeries("temperature °C", history.Start, TimeSpan.FromMinutes(30), new double[200]);

        var error = Assert.Throws<ForecastInputException>(() => new ForecastRequest(history, 24, [weather]));

        Assert.StartsWith("temperature °C: starts ", error.Message, StringComparison.Ordinal);
    }
}

/// <summary>Series whose law is known, so that what a forecast should be is known too.</summary>
internal static class SyntheticSeries
{
    /// <summary>A Monday.</summary>
    public static readonly DateTimeOffset Start = new(2026, 1, 5, 0, 0, 0, TimeSpan.Zero);

    public static RegularSeries Hourly(int count, Func<int, double> value) => Create(TimeSpan.FromHours(1), count, value);

    public static RegularSeries Create(TimeSpan step, int count, Func<int, double> value) =>
        new("meter power W", Start, step, Enumerable.Range(0, count).Select(value).ToArray());

    /// <summary>A daily course that is lower at weekends, times noise of a tenth: the same for the same seed.</summary>
    public static RegularSeries Load(int days, int seed = 1)
    {
        var random = new Random(seed);
        return Hourly(days * 24, hour => Course(hour) * (1 + (0.1 * Normal(random))));
    }

    public static double Course(int hour) =>
        (1000 + (600 * Math.Sin(2 * Math.PI * (hour % 24) / 24.0))) * (hour / 24 % 7 >= 5 ? 0.6 : 1);

    public static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
