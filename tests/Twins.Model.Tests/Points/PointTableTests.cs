using Twins.Model.Points;
using Twins.Model.Tests.Descriptions;

namespace Twins.Model.Tests.Points;

public sealed class PointTableTests
{
    private static readonly HashSet<string> Everything = ["activePower", "powerSetpoint", "stateOfCharge", "mode", "name", "modules.voltage"];

    [Fact]
    public void Expand_AGroup_NumbersItsPartsFromOne() => Assert.Equal(
        ["activePower", "powerSetpoint", "stateOfCharge", "mode", "name", "modules.1.voltage", "modules.2.voltage", "modules.3.voltage"],
        Expand(Everything, 3).Select(point => point.Key), StringComparer.Ordinal);

    [Fact]
    public void Expand_WhatTheProductDoesNotOffer_IsLeftOut() =>
        Assert.Equal(["stateOfCharge", "modules.1.voltage"], Expand(["stateOfCharge", "modules.voltage"], 1).Select(point => point.Key), StringComparer.Ordinal);

    [Fact]
    public void Expand_AReporterThatIsNotOffered_IsForgotten() =>
        Assert.Null(Expand(["powerSetpoint"], 0)[0].Setpoint!.ReportedBy);

    [Fact]
    public void TryGetOrdinal_OfAFormerKey_FindsThePoint()
    {
        Assert.True(Expand(Everything, 0).TryGetOrdinal("soc", out var ordinal));
        Assert.Equal(2, ordinal);
    }

    [Fact]
    public void TryGetOrdinal_OfAnUnknownKey_IsFalse() => Assert.False(Expand(Everything, 1).TryGetOrdinal("modules.2.voltage", out _));

    [Theory]
    [InlineData("outlets.3.power", "outlets.power")]
    [InlineData("activePower", "activePower")]
    public void WithoutIndex_IsTheKeyOfTheDescription(string key, string expected) => Assert.Equal(expected, PointKeys.WithoutIndex(key));

    private static PointTable Expand(HashSet<string> offered, int modules) => PointTable.Expand(
        SampleFiles.Load().Types.Single(), offered, new Dictionary<string, int>(StringComparer.Ordinal) { ["modules"] = modules });
}
