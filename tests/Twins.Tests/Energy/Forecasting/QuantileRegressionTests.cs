using Twins.Energy.Forecasting;

namespace Twins.Tests.Energy.Forecasting;

public sealed class QuantileRegressionTests
{
    [Fact]
    public void Ridge_WithoutPenalty_FindsTheLineThatMadeTheData()
    {
        var design = new Design(2);
        for (var row = 0; row < 50; row++)
        {
            double[] features = [row, row % 7];
            features.CopyTo(design.Add(3 + (2 * features[0]) - features[1], 1));
        }

        Assert.Equal(3 + 40 - 5, RidgeRegression.Fit(design, 0).At([20, 5]), 1e-3);
    }

    [Theory]
    [InlineData(0.1, -1.2816)]
    [InlineData(0.5, 0)]
    [InlineData(0.9, 1.2816)]
    public void Fit_NoiseThatGrowsWithTheFeature_FindsTheQuantileOfEach(double quantile, double normal)
    {
        var random = new Random(7);
        var design = new Design(1);
        for (var row = 0; row < 20_000; row++)
        {
            var feature = 1 + (4 * random.NextDouble());
            design.Add((10 * feature) + (feature * SyntheticSeries.Normal(random)), 1)[0] = feature;
        }

        var model = QuantileRegression.Fit(design, quantile, 0, RidgeRegression.Fit(design, 0));

        Assert.Equal(20 + (2 * normal), model.At([2]), 0.2);
        Assert.Equal(40 + (4 * normal), model.At([4]), 0.2);
    }

    [Fact]
    public void Standardisation_ConstantFeature_IsTakenOut()
    {
        var design = new Design(1);
        for (var row = 0; row < 10; row++)
        {
            design.Add(row, 1)[0] = 42;
        }

        Standardisation.Of(design).Apply(design);

        Assert.Equal(new double[10], design.Features.ToArray());
    }
}

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
