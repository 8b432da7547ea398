using Twins.Energy.Forecasting.Regression;

namespace Twins.Tests.Energy.Forecasting.Regression;

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
