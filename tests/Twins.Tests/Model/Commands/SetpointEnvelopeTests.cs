using Twins.Commands;
using Twins.Points;
using Twins.Tests.Model.Descriptions;

namespace Twins.Tests.Model.Commands;

public sealed class SetpointEnvelopeTests
{
    [Fact]
    public void Limits_OfThePowerSetpoint_NameEverySource() => Assert.Equal(
        [
            "Minimum -1000 range of the type battery",
            "Maximum 1000 range of the type battery",
            "Minimum -400 rating maxChargePower of lab/battery-1",
            "Minimum -500 limits of the device description acme",
            "Maximum 500 limits of the device description acme",
            "Minimum -250 gridImport of the site lab",
        ],
        Of("battery-1").Limits.Select(limit => $"{limit.Side} {limit.Value} {limit.Source}"), StringComparer.Ordinal);

    [Theory]
    [InlineData(-250, null)]
    [InlineData(500, null)]
    [InlineData(-251, "'powerSetpoint' of -251 W is below the least allowed, -250 W (gridImport of the site lab).")]
    [InlineData(500.5, "'powerSetpoint' of 500.5 W is above the greatest allowed, 500 W (limits of the device description acme).")]
    public void Refuse_ANumber_NamesTheBindingLimit(double value, string? refusal) =>
        Assert.Equal(refusal, Of("battery-1").Refuse(PointValue.FromNumber(value)));

    [Fact]
    public void Refuse_WithoutASiteLimit_NamesTheRating() => Assert.Equal(
        "'powerSetpoint' of -401 W is below the least allowed, -400 W (rating maxChargePower of lab/battery-1).",
        Of("battery-1", SampleFiles.Site.Replace("limits: {gridImport: 250 W}", "limits: {}", StringComparison.Ordinal)).Refuse(PointValue.FromNumber(-401)));

    [Fact]
    public void Refuse_AnotherShape_SaysWhatItTakes() =>
        Assert.Equal("'powerSetpoint' takes number, not flag.", Of("battery-1").Refuse(PointValue.FromFlag(true)));

    [Fact]
    public void Refuse_NoValue_SaysWhatItTakes() => Assert.Equal("'powerSetpoint' takes number, not no value.", Of("battery-1").Refuse(PointValue.None));

    [Fact]
    public void Refuse_WhatIsNoSetpoint_SaysSo() =>
        Assert.Equal("'activePower' is not a setpoint.", Of("battery-1", point: "activePower").Refuse(PointValue.FromNumber(1)));

    [Fact]
    public void Limits_OfAConverterTowardsTheGrid_TurnTheSign()
    {
        var type = SampleFiles.Type.Replace("kind: setpoint,", "kind: setpoint, terminal: dc,", StringComparison.Ordinal)
            .Replace("kind: measurement, about: Charge", "kind: measurement, terminal: ac, about: Charge", StringComparison.Ordinal);
        var site = SampleFiles.Site.Replace("buses: {bus: main}", "buses: {ac: main, dc: dc-main}", StringComparison.Ordinal);

        var limits = Of("battery-1", site, type: type).Limits.Where(limit => limit.Source.StartsWith("grid", StringComparison.Ordinal));

        Assert.Equal([new EnvelopeLimit(LimitSide.Maximum, 250, "gridImport of the site lab")], limits);
    }

    private static SetpointEnvelope Of(string device, string site = SampleFiles.Site, string type = SampleFiles.Type, string point = "powerSetpoint")
    {
        var configuration = SampleFiles.Load(type: type, site: site).GetCatalog().FindSite("lab")!;
        var twin = configuration.FindDevice(device)!;
        Assert.True(twin.Points.TryGetOrdinal(point, out var ordinal));
        return SetpointEnvelope.Of(twin, configuration.Description, ordinal);
    }
}
