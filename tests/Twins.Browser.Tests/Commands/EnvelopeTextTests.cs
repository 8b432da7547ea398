using Twins.OperatorConsole.Commands;
using Twins.OperatorConsole.Tests.Plant;

namespace Twins.OperatorConsole.Tests.Commands;

public sealed class EnvelopeTextTests
{
    [Fact]
    public void Describe_RatedBattery_BindsByItsRatingsAndNamesThem()
    {
        var view = Described.View("industrial/bess-1", "powerSetpoint");

        Assert.Equal(
            [
                ("not below \u2212100.00\u00a0kW", "rating maxChargePower of industrial/bess-1"),
                ("not above 100.00\u00a0kW", "rating maxDischargePower of industrial/bess-1"),
            ],
            EnvelopeText.Describe(view.Envelope!, view.Unit));
    }

    [Theory]
    [InlineData(-100_000, null)]
    [InlineData(-100_001, "rating maxChargePower of industrial/bess-1")]
    [InlineData(100_001, "rating maxDischargePower of industrial/bess-1")]
    public void FindBroken_Value_IsTheNarrowestLimitThatItBreaks(double watts, string? source) =>
        Assert.Equal(source, Described.View("industrial/bess-1", "powerSetpoint").Envelope!.FindBroken(watts)?.Source);
}
