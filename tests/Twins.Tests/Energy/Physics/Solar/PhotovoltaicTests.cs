using Twins.Energy.Physics.Solar;

namespace Twins.Tests.Energy.Physics.Solar;

public sealed class PhotovoltaicTests
{
    private static readonly PhotovoltaicParameters Roof = new PhotovoltaicParameters { Element = "pv-1", PeakPowerW = 50_000 }.Validated();
    private static readonly TimeSpan Step = TimeSpan.FromHours(10);

    [Fact]
    public void Step_StandardConditionsWithoutLosses_GivesThePeakPower()
    {
        var cold = Roof with { SystemLoss = 0, NominalOperatingCellTemperatureC = 20 };

        var (_, output) = Photovoltaic.Step(cold, new(25), new(1000, 25), Step);

        Assert.Equal(50_000, output.PowerW, 1e-6);
        Assert.Equal(50_000 / 600.0, output.CurrentA, 1e-9);
    }

    [Fact]
    public void Step_HotCells_GivesLessPowerAndVoltage()
    {
        // 1000 W/m² at 30 °C: 30 + 1000·25/800 = 61.25 °C, 36.25 K above standard.
        var (state, output) = Photovoltaic.Step(Roof, new(25), new(1000, 30), Step);

        Assert.Equal(61.25, state.CellTemperatureC, 1e-6);
        Assert.Equal(50_000 * 0.92 * (1 - (0.0035 * 36.25)), output.PowerW, 1e-3);
        Assert.Equal(600 * (1 - (0.0029 * 36.25)), output.VoltageV, 1e-6);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(400)]
    [InlineData(1200)]
    public void Step_AnyLight_ConservesEnergy(double irradiance)
    {
        var (_, output) = Photovoltaic.Step(Roof, new(10), new(irradiance, 10, 20_000), TimeSpan.FromSeconds(1));

        Assert.Equal(irradiance * Roof.AreaM2, output.PowerW + output.HeatW, 1e-6);
        Assert.InRange(output.PowerW, 0, 20_000);
        Assert.Equal(output.PowerW, output.VoltageV * output.CurrentA, 1e-6);
        Assert.True(output.AvailablePowerW >= output.PowerW);
    }

    [Fact]
    public void Step_Curtailed_GivesTheLimitAndKnowsWhatWasPossible()
    {
        var (_, output) = Photovoltaic.Step(Roof, new(25), new(1000, 25, 10_000), Step);

        Assert.Equal(10_000, output.PowerW);
        Assert.True(output.AvailablePowerW > 35_000);
    }

    [Fact]
    public void Step_NegativeIrradiance_NamesElementAndValue()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => Photovoltaic.Step(Roof, new(25), new(-1, 25), Step));

        Assert.Contains("pv-1: input.IrradianceWPerM2 must lie within 0 … 2000, but it is -1.", error.Message, StringComparison.Ordinal);
    }
}
