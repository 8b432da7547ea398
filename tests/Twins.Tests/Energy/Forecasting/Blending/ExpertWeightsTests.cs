using Twins.Energy.Forecasting.Blending;

namespace Twins.Tests.Energy.Forecasting.Blending;

public sealed class ExpertWeightsTests
{
    private static readonly bool[] Both = [true, true];

    [Fact]
    public void Among_BeforeAnyError_AreEqual() => Assert.Equal([0.5, 0.5], new ExpertWeights(2, 0.1).Among(Both));

    [Fact]
    public void Learn_OneForecast_IsTheExponentialOfRateTimesSlopeOverLoss()
    {
        var weights = new ExpertWeights(2, 0.1);

        weights.Learn(4, [-8, 8]);

        // exp(0.1 · 8 / 4) against exp(−0.1 · 8 / 4).
        Assert.Equal(Math.Exp(0.2) / (Math.Exp(0.2) + Math.Exp(-0.2)), weights.Among(Both)[0], 1e-12);
    }

    [Fact]
    public void Learn_SameErrorsInAnotherUnit_GiveTheSameWeights()
    {
        var (kilowatts, watts) = (new ExpertWeights(2, 0.1), new ExpertWeights(2, 0.1));
        for (var day = 1; day <= 20; day++)
        {
            kilowatts.Learn(day, [-0.3 * day, 0.2 * day]);
            watts.Learn(1000 * day, [-300.0 * day, 200.0 * day]);
        }

        Assert.Equal(kilowatts.Among(Both)[0], watts.Among(Both)[0], 1e-12);
        Assert.InRange(kilowatts.Among(Both)[0], 0.6, 0.9);
    }

    [Fact]
    public void Among_ASilentOne_HasNoneAndReturnsWithWhatItHad()
    {
        var weights = new ExpertWeights(3, 0.1);
        weights.Learn(1, [-2, 2, 0]);

        var without = weights.Among([true, true, false]);
        var with = weights.Among([true, true, true]);

        Assert.Equal(0, without[2]);
        Assert.Equal(1, without[0] + without[1], 1e-12);
        Assert.Equal(without[0] / without[1], with[0] / with[1], 1e-12);
        Assert.InRange(with[2], with[1], with[0]);
    }

    [Fact]
    public void Learn_PerfectForecast_ChangesNothing()
    {
        var weights = new ExpertWeights(2, 0.1);

        weights.Learn(0, [0, 0]);

        Assert.Equal([0.5, 0.5], weights.Among(Both));
    }
}
