using Twins.Energy.Control;

namespace Twins.Tests.Energy.Control;

public sealed class SupportTests
{
    [Theory]
    [InlineData(0.80, 10_000)]
    [InlineData(0.93, 10_000)]
    [InlineData(0.95, 5_000)]
    [InlineData(1.00, 0)]
    [InlineData(1.05, -5_000)]
    [InlineData(1.20, -10_000)]
    public void At_VoltVarCurve_InterpolatesBetweenItsCorners(double voltage, double reactive)
    {
        var curve = new PiecewiseLinearCurve((0.93, 10_000), (0.97, 0), (1.03, 0), (1.07, -10_000));

        Assert.Equal(reactive, curve.At(voltage), 1e-6);
    }

    [Fact]
    public void Curve_CornersThatDoNotRise_AreRefused()
    {
        var error = Assert.Throws<ArgumentException>(() => new PiecewiseLinearCurve((1, 0), (1, 1)));

        Assert.StartsWith("Corner 1 at 1 does not lie after 1.", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(50.00, 0)]
    [InlineData(50.20, 0)]
    [InlineData(50.45, -10_000)]
    [InlineData(49.55, 10_000)]
    [InlineData(53.00, -100_000)]
    public void PowerAt_FrequencyDeviation_AnswersBeyondTheDeadBand(double frequency, double power)
    {
        var response = new FrequencyResponse(NominalHz: 50, DeadBandHz: 0.2, DroopShare: 0.05, ReferencePowerW: 100_000);

        Assert.Equal(power, response.PowerAt(frequency), 1e-6);
    }

    [Theory]
    [InlineData(380, 1_000)]
    [InlineData(365, 6_000)]
    [InlineData(300, 8_000)]
    [InlineData(400, -4_000)]
    public void PowerAt_DcVoltageBeyondItsBand_IsSupportedWithinTheLimits(double voltage, double power)
    {
        var support = new DcBusSupport(LowerV: 370, UpperV: 395, WattsPerVolt: 1_000);

        Assert.Equal(power, support.PowerAt(voltage, scheduledW: 1_000, minW: -8_000, maxW: 8_000));
    }
}
