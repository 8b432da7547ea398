using Twins.Points;
using Twins.Readings;
using Twins.OperatorConsole.Formatting;
using Twins.OperatorConsole.Tests.Plant;

namespace Twins.OperatorConsole.Tests.Formatting;

/// <summary>What stands beside the numbers.</summary>
public sealed class WordsTests
{
    [Theory]
    [InlineData("industrial/bess-1", "activePower", -50_000, "charging")]
    [InlineData("industrial/bess-1", "powerSetpoint", 50_000, "discharging")]
    [InlineData("industrial/bess-1", "activePower", 10, "idle")] // within the deadband of 20 W
    [InlineData("industrial/grid-meter", "activePower", 1_000, "importing")]
    [InlineData("industrial/grid-meter", "activePower", -1_000, "exporting")]
    [InlineData("stuttgart-dc/pdu-1", "activePower", -1_000, "drawing")]
    [InlineData("building/interlink-1", "activePower", 1_000, "importing")] // into the DC bus
    [InlineData("building/interlink-1", "acActivePower", -1_000, "out of the AC bus")] // the same power, seen from the AC bus
    public void FlowWords_SignedPower_SaysWhatTheSignMeans(string device, string point, double value, string word)
    {
        var view = Described.View(device, point);
        Assert.Equal(word, view.Words?.Of(value, view.Deadband));
    }

    [Theory]
    [InlineData("industrial/bess-1", "voltage")]
    [InlineData("industrial/bess-1", "maxChargePower")]
    [InlineData("industrial/bess-1", "energyDelivered")]
    public void FlowWords_WhatHasNoDirection_NeedsNone(string device, string point) => Assert.Null(Described.View(device, point).Words);

    [Theory]
    [InlineData(-3, "0 s")]
    [InlineData(0.9, "0 s")]
    [InlineData(45, "45 s")]
    [InlineData(200, "3 min 20 s")]
    [InlineData(7_500, "2 h 5 min")]
    [InlineData(273_600, "3 d 4 h")]
    public void Age_AnySpan_IsTwoUnitsAtMost(double seconds, string text) => Assert.Equal(text, Age.Text(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData(300, "5 min")]
    [InlineData(90, "90 s")]
    [InlineData(5_400, "1 h 30 min")]
    [InlineData(3_600, "1 h")]
    [InlineData(86_400, "1 d")]
    public void Duration_Chosen_HasNoZeroAtItsEnd(double seconds, string text) => Assert.Equal(text, Age.Duration(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData("stateOfCharge", "State of charge")]
    [InlineData("acActivePower", "AC active power")]
    [InlineData("dcReferenceVoltageSetpoint", "DC reference voltage setpoint")]
    [InlineData("outlets.3.switchState", "Switch state")]
    [InlineData("phase1Voltage", "Phase 1 voltage")]
    public void PointLabel_Key_ReadsAsWords(string key, string label) => Assert.Equal(label, PointLabel.Of(key));

    [Theory]
    [InlineData(Quality.Good, QualityReason.None, "good")]
    [InlineData(Quality.Good, QualityReason.Simulated, "simulated")]
    [InlineData(Quality.Uncertain, QualityReason.Clock, "uncertain: the device's clock differs")]
    [InlineData(Quality.Stale, QualityReason.Disconnected, "stale: the device does not answer")]
    [InlineData(Quality.Stale, QualityReason.Simulated, "stale")]
    [InlineData(Quality.Bad, QualityReason.NotAvailable, "bad: the device reports no value")]
    [InlineData(Quality.Bad, QualityReason.NeverRead, "never read")]
    [InlineData(Quality.Good, QualityReason.Substituted, "substituted")]
    public void Condition_OfAQuality_NamesItAndItsReason(Quality quality, QualityReason reason, string text) =>
        Assert.Equal(text, Conditions.Text(quality, reason));

    [Fact]
    public void ValueText_EveryShape_IsReadable()
    {
        var mode = Described.Point("industrial/bess-1", "mode");
        var unit = DisplayUnit.For(mode);
        Assert.Equal("charging", ValueText.Of(mode, PointValue.FromEnum(4), unit, _ => ""));
        Assert.Equal("code 77", ValueText.Of(mode, PointValue.FromEnum(77), unit, _ => ""));
        Assert.Equal("—", ValueText.Of(mode, PointValue.None, unit, _ => ""));
        Assert.Equal("on", ValueText.Of(mode, PointValue.FromFlag(true), unit, _ => ""));
        Assert.Equal("0.1", ValueText.Raw(PointValue.FromNumber(0.1)));
    }
}
