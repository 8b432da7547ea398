using System.Collections.Immutable;
using Twins.Points;
using Twins.Simulator;
using Twins.Sites;

namespace Twins.Tests.Simulator.Models;

/// <summary>Kinds of assets whose products speak protocols that are not simulated yet: their physics is there.</summary>
public sealed class UnservedTypesTests
{
    [Fact]
    public void Photovoltaic_MiddayInJune_DeliversAndIsCurtailed()
    {
        var site = Alone("pv", ("peakPower", 20_000));
        site.Advance(TimeSpan.FromHours(4));
        var freely = site.Number("device", "activePower");
        Assert.InRange(freely, 1_000, 20_000);
        Assert.True(site.Number("device", "irradiance") > 50);

        site.Set("device", "powerLimitSetpoint", 500);
        site.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(500, site.Number("device", "activePower"), 1e-9);
    }

    [Fact]
    public void Photovoltaic_Night_DeliversNothing()
    {
        var site = Alone("pv", ("peakPower", 20_000));
        site.Advance(TimeSpan.FromHours(15));

        Assert.Equal(0, site.Number("device", "activePower"));
    }

    [Fact]
    public void Server_Capped_DrawsNoMoreThanTheCap()
    {
        var site = Alone("controllable-server", ("maxPower", 1_000));
        site.Advance(TimeSpan.FromSeconds(1));
        Assert.True(site.Number("device", "activePower") < -550);

        site.Set("device", "powerCapSetpoint", 500);
        site.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(-500, site.Number("device", "activePower"), 1e-9);
        Assert.Equal(500, site.Number("device", "powerCap"));
    }

    [Fact]
    public void DirectCurrentMeter_WithoutConsumers_ReadsNothing()
    {
        var site = Alone("dc-meter");
        site.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(0, site.Number("device", "activePower"));
        Assert.True(site.Number("device", "voltage") > 0);
    }

    [Theory]
    [InlineData("evse")]
    [InlineData("v2x-station")]
    [InlineData("shore-connection")]
    [InlineData("micro-converter")]
    public void OtherKinds_GiveNumbersInTheirRange(string type)
    {
        var site = Alone(type);
        site.Advance(TimeSpan.FromMinutes(1));
        var model = Assert.Single(site.Plant.Devices);

        for (var ordinal = 0; ordinal < model.Values.Points.Count; ordinal++)
        {
            var point = model.Values.Points[ordinal];
            if (point.ValueType == PointValueType.Number && point.Range is { } range)
            {
                Assert.True(range.Contains(model.Values[ordinal].Number), $"{point.Key} = {model.Values[ordinal].Number}");
            }
        }
    }

    private static PlantFixture Alone(string typeKey, params (string Key, double Value)[] ratings) => new(SimulatedSites.Alone(DescribedProducts.Of(
        typeKey,
        new DeviceKey("test", "device"),
        ratings: ratings.ToImmutableDictionary(rating => rating.Key, rating => rating.Value, StringComparer.Ordinal))));
}
