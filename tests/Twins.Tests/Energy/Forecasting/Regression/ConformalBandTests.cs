using Twins.Energy.Forecasting.Regression;

namespace Twins.Tests.Energy.Forecasting.Regression;

public sealed class ConformalBandTests
{
    [Fact]
    public void Apply_BandsTooNarrowByHalf_WidensThemToTheQuantiles()
    {
        var random = new Random(3);
        var calibration = new ConformalBand(5000);
        var half = new Band(-0.64, 0, 0.64);
        for (var value = 0; value < 6000; value++)
        {
            calibration.Add(half, SyntheticSeries.Normal(random));
        }

        var band = calibration.Apply(half);

        Assert.Equal(-1.28, band.P10, 0.08);
        Assert.Equal(1.28, band.P90, 0.08);
    }

    [Fact]
    public void Apply_BeforeAnyValue_LeavesTheBand() =>
        Assert.Equal(new Band(1, 2, 3), new ConformalBand(10).Apply(new Band(1, 2, 3)));

    [Fact]
    public void Add_BeyondTheWindow_ForgetsTheOldest()
    {
        var calibration = new ConformalBand(20);
        var band = new Band(-1, 0, 1);
        for (var value = 0; value < 20; value++)
        {
            calibration.Add(band, 100);
        }

        for (var value = 0; value < 20; value++)
        {
            calibration.Add(band, 0.5);
        }

        Assert.Equal(0.5, calibration.Apply(band).P90, 1e-12);
    }
}
