namespace Twins.Tests.Model.Devices.Mqtt;

/// <summary>SenML packs (RFC 8428); section numbers are the RFC's.</summary>
public sealed class SenmlMessageTests
{
    private const string Points = """
        {key: activePower, name: "{device}/power", unit: W}
        {key: mode, name: "{device}/mode"}
        {key: closed, name: "{device}/closed"}
        {key: name, name: "{device}/name"}
        {key: modules.temperature, name: "{device}/m{index}/t", unit: "°C"}
        """;

    [Fact]
    public void Decode_BaseFields_AreResolvedIntoTheRecordsAfterThem() => Assert.Equal(
        "store-1 activePower = -120.1 at 2026-01-31T11:59:50.001000Z by Device\n" +
        "store-1 modules.1.temperature = 21.5 at 2026-01-31T11:59:55.000000Z by Device\n" +
        "store-2 activePower = 1 at 2026-01-31T11:59:50.000000Z by Device",
        Decode("""
            [{"bn": "store-1/", "bt": 1769860790, "bu": "W", "n": "power", "v": -120.1, "t": 0.001},
             {"n": "m0/t", "u": "Cel", "t": 5, "v": 21.5},
             {"bn": "second/power", "v": 1}]
            """));

    [Fact]
    public void Decode_ABaseValue_IsAdded() => Assert.Equal(
        "store-1 activePower = 11\nstore-1 activePower = 9",
        Decode("""[{"bn": "store-1/", "bv": 10, "n": "power", "v": 1}, {"n": "power", "v": -1}]"""));

    [Fact]
    public void Decode_TextsAndFlags_AreTheirValues() => Assert.Equal(
        "store-1 mode = running\nstore-1 closed = true\nstore-1 name = Nord\nstore-1 mode = fault",
        Decode("""[{"bn": "store-1/"}, {"n": "mode", "vs": "running"}, {"n": "closed", "vb": true}, {"n": "n\u0061me", "vs": "N\u006frd"}, {"n": "mode", "v": 2}]"""));

    [Theory]
    [InlineData("", "")]
    [InlineData(", \"t\": 0", "")]
    [InlineData(", \"t\": -60", " at 2026-01-31T11:59:00.000000Z by Gateway")]
    [InlineData(", \"bt\": -10, \"t\": -0.5", " at 2026-01-31T11:59:49.500000Z by Gateway")]
    [InlineData(", \"t\": 1769860799", " at 2026-01-31T11:59:59.000000Z by Device")]
    public void Decode_Times_AreRelativeBelowTwoToTheTwentyEighth(string time, string expected) =>
        Assert.Equal($"store-1 activePower = 5{expected}", Decode($$"""[{"n": "store-1/power", "v": 5{{time}}}]"""));

    [Theory]
    [InlineData("kW", "5000")]
    [InlineData("W", "5")]
    public void Decode_TheRecordsUnit_CountsBeforeTheDescribedOne(string unit, string watts) =>
        Assert.Equal($"store-1 activePower = {watts}", Decode($$"""[{"n": "store-1/power", "u": "{{unit}}", "v": 5}]"""));

    [Theory]
    [InlineData("V")]
    [InlineData("kilowatt")]
    public void Decode_AUnitThatDoesNotMeasureThePoint_IsAComplaint(string unit) => Assert.Equal(
        "store-1 activePower = nothing (Bad Undecodable)\nstore-1: unit that does not fit at byte 29, store-1/power (activePower)",
        Decode($$"""[{"n": "store-1/power", "u": "{{unit}}", "v": 5}]"""));

    [Theory]
    [InlineData("{\"n\": \"store-1/power\", \"vs\": \"5\"}", "value of another type at byte 30, store-1/power (activePower)")]
    [InlineData("{\"n\": \"store-1/power\", \"vd\": \"AAAA\"}", "value of another type at byte 30, store-1/power (activePower)")]
    [InlineData("{\"n\": \"store-1/mode\", \"vs\": \"dozing\"}", "unknown word or code at byte 29, store-1/mode (mode)")]
    [InlineData("{\"n\": \"store-1/power\", \"v\": 1e999}", "not a finite number at byte 29, store-1/power (activePower)")]
    [InlineData("{\"n\": \"store-1/power\", \"v\": 1, \"t\": 1e99}", "not a time at byte 37, store-1/power (activePower)")]
    public void Decode_AValueThatDoesNotFit_IsAComplaint(string record, string complaint) =>
        Assert.EndsWith($"store-1: {complaint}", Decode($"[{record}]"), StringComparison.Ordinal);

    [Theory]
    [InlineData("{}", "not SenML at byte 0")]
    [InlineData("5", "not SenML at byte 0")]
    [InlineData("[5]", "not SenML at byte 1")]
    [InlineData("[{\"n\": 5}]", "not SenML at byte 7")]
    [InlineData("[{\"n\": \"a\", \"v\": \"5\"}]", "not SenML at byte 17")]
    [InlineData("[{\"n\": \"store-1/power\", \"v\": 5, \"vb\": true}]", "not SenML at byte 42")]
    [InlineData("[{\"bver\": 11, \"n\": \"store-1/power\", \"v\": 5}]", "SenML of another version at byte 42")]
    [InlineData("[{\"n\": \"store-1/power\", \"v\": 5, \"odd_\": 1}]", "SenML of another version at byte 32")]
    [InlineData("[{\"n\": \"store-1/power\", \"v\": 5}", "not JSON at byte 31")]
    [InlineData("", "empty payload at byte 0")]
    [InlineData("[]", "none of the described points at byte 0")]
    [InlineData("[{\"n\": \"store-9/power\", \"v\": 5}]", "none of the described points at byte 0")]
    public void Decode_WhatIsNoPack_GivesNothingButTheFault(string payload, string complaint) => Assert.Equal($"?: {complaint}", Decode(payload));

    [Fact]
    public void Decode_FieldsThatDoNotCount_AreSkipped() => Assert.Equal(
        "store-1 activePower = 5", Decode("""[{"bver": 10, "n": "store-1/power", "v": 5, "s": 7, "ut": 60, "x": {"y": [1]}}, {"n": "store-1/power"}, {"v": 1}]"""));

    [Fact]
    public void Decode_NamesWithoutTheDevice_AreOfTheTopics() => Assert.Equal(
        "store-2 activePower = 5",
        Messages.Of("{key: activePower, name: power, unit: W}", more: "      format: senml\n").Decode("""[{"n": "power", "v": 5}]""", "acme/second"));

    [Fact]
    public void Decode_ATopicOfOneDevice_TakesNoOthersRecords() => Assert.Equal(
        "store-1: none of the described points at byte 0",
        Messages.Of("{key: activePower, name: \"{device}/power\", unit: W}", more: "      format: senml\n").Decode("""[{"n": "second/power", "v": 5}]""", "acme/store-1"));

    [Fact]
    public void Decode_MoreRecordsThanAreRead_GivesNothing() => Assert.StartsWith(
        "?: too many rows at byte", Decode($"[{string.Join(',', Enumerable.Repeat("{}", 10_001))}]"), StringComparison.Ordinal);

    private static string Decode(string payload) => Messages.Of(Points, topic: "senml", more: "      format: senml\n").Decode(payload);
}
