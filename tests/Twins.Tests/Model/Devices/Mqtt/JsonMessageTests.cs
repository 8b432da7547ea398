namespace Twins.Tests.Model.Devices.Mqtt;

public sealed class JsonMessageTests
{
    private const string Power = "{key: activePower, pointer: /power, unit: kW}";

    [Fact]
    public void Decode_NestedMembersAndElements_FindsEachAtItsPointer()
    {
        var messages = Messages.Of("{key: activePower, pointer: /out/1/p, unit: W}\n{key: mode, pointer: /state/mode}\n{key: name, pointer: /a~1b/~0}");

        Assert.Equal(
            "store-1 activePower = -42.5\nstore-1 mode = running\nstore-1 name = Grün",
            messages.Decode("""{"noise": {"p": [1, {"x": 2}]}, "out": [{"p": 1}, {"q": 0, "p": -42.5}], "a/b": {"~": "Gr\u00fcn"}, "state": {"mode": "running"}}"""));
    }

    [Theory]
    [InlineData("1.001", "1001")]
    [InlineData("-0.0", "0")]
    [InlineData("4.35", "4350")]
    [InlineData("1e-3", "1")]
    [InlineData("-9.99999", "-9999.99")]
    public void Decode_ANumberInKilowatts_IsTheDecimalInWatts(string number, string watts) =>
        Assert.Equal($"store-1 activePower = {watts}", Messages.Of(Power).Decode($$"""{"power": {{number}}}"""));

    [Theory]
    [InlineData("scale: 0.1, unit: W", "-123", "-12.3")]
    [InlineData("scale: 0.1, offset: 5, unit: W", "3", "5.3")]
    [InlineData("sign: chargePositive, unit: W", "50", "-50")]
    [InlineData("sign: chargePositive, unit: W", "0", "0")]
    public void Decode_ScaleOffsetAndSign_AreApplied(string how, string number, string expected) =>
        Assert.Equal($"store-1 activePower = {expected}", Messages.Of($"{{key: activePower, pointer: /p, {how}}}").Decode($$"""{"p": {{number}}}"""));

    [Theory]
    [InlineData("null", "nothing (Bad NotAvailable)")]
    [InlineData("-999", "nothing (Bad NotAvailable)")]
    [InlineData("-9.99e2", "nothing (Bad NotAvailable)")]
    [InlineData("20000", "20000 (Uncertain OutOfRange)")]
    public void Decode_WhatIsNoSoundValue_SaysSo(string number, string expected) => Assert.Equal(
        $"store-1 activePower = {expected}",
        Messages.Of("{key: activePower, pointer: /p, unit: W, notAvailable: -999}").Decode($$"""{"p": {{number}}}"""));

    [Theory]
    [InlineData("1e400", "not a finite number")]
    [InlineData("\"12\"", "value of another type")]
    [InlineData("true", "value of another type")]
    [InlineData("{\"v\": 1}", "value of another type")]
    [InlineData("[1]", "value of another type")]
    public void Decode_WhatIsNoNumber_IsABadReadingAndAComplaint(string value, string complaint) => Assert.Equal(
        $"store-1 activePower = nothing (Bad Undecodable)\nstore-1: {complaint} at byte 10, /power (activePower)",
        Messages.Of(Power).Decode($$"""{"power": {{value}}}"""));

    [Theory]
    [InlineData("\"-12.5\"", "-12.5")]
    [InlineData("\"\\u0031\"", "1")]
    [InlineData("7", "7")]
    [InlineData("\"n/a\"", "nothing (Bad NotAvailable)")]
    public void Decode_NumbersInTexts_WhereDescribed(string value, string expected) => Assert.Equal(
        $"store-1 activePower = {expected}",
        Messages.Of("{key: activePower, pointer: /p, unit: W, numberInText: true, notAvailable: n/a}").Decode($$"""{"p": {{value}}}"""));

    [Theory]
    [InlineData("\"NaN\"", "not a finite number")]
    [InlineData("\"\"", "not a number")]
    [InlineData("\"12 W\"", "not a number")]
    public void Decode_TextsThatAreNoNumbers_AreComplaints(string value, string complaint) => Assert.EndsWith(
        $"store-1: {complaint} at byte 6, /p (activePower)",
        Messages.Of("{key: activePower, pointer: /p, unit: W, numberInText: true}").Decode($$"""{"p": {{value}}}"""), StringComparison.Ordinal);

    [Theory]
    [InlineData("{key: mode, pointer: /m}", "\"fault\"", "mode = fault")]
    [InlineData("{key: mode, pointer: /m}", "1", "mode = running")]
    [InlineData("{key: mode, pointer: /m}", "\"\\u0069dle\"", "mode = idle")]
    [InlineData("{key: mode, pointer: /m, enum: {AUTO: running, 7: fault, true: idle}}", "\"AUTO\"", "mode = running")]
    [InlineData("{key: mode, pointer: /m, enum: {AUTO: running, 7: fault, true: idle}}", "7.0", "mode = fault")]
    [InlineData("{key: mode, pointer: /m, enum: {AUTO: running, 7: fault, true: idle}}", "true", "mode = idle")]
    [InlineData("{key: closed, pointer: /m}", "true", "closed = true")]
    [InlineData("{key: closed, pointer: /m}", "0", "closed = false")]
    [InlineData("{key: closed, pointer: /m, whenTrue: ON, whenFalse: OFF}", "\"OFF\"", "closed = false")]
    [InlineData("{key: startedAt, pointer: /m}", "\"2026-01-31T12:00:00.5+01:00\"", "startedAt = 2026-01-31T11:00:00.500000Z")]
    [InlineData("{key: startedAt, pointer: /m, timeFormat: epochMilliseconds}", "1769860800123", "startedAt = 2026-01-31T12:00:00.123000Z")]
    [InlineData("{key: name, pointer: /m}", "\"\"", "name = nothing (Bad NotAvailable)")]
    public void Decode_OtherShapes_AreTheirValues(string point, string value, string expected) =>
        Assert.Equal($"store-1 {expected}", Messages.Of(point).Decode($$"""{"m": {{value}}}"""));

    [Theory]
    [InlineData("{key: mode, pointer: /m}", "\"sleeping\"", "unknown word or code")]
    [InlineData("{key: mode, pointer: /m}", "9", "unknown word or code")]
    [InlineData("{key: mode, pointer: /m, enum: {AUTO: running}}", "1", "unknown word or code")]
    [InlineData("{key: closed, pointer: /m}", "2", "unknown word or code")]
    [InlineData("{key: closed, pointer: /m, whenTrue: ON, whenFalse: OFF}", "true", "unknown word or code")]
    [InlineData("{key: startedAt, pointer: /m}", "\"yesterday\"", "not a time")]
    [InlineData("{key: startedAt, pointer: /m, timeFormat: epochSeconds}", "1e300", "not a time")]
    [InlineData("{key: name, pointer: /m}", "5", "value of another type")]
    [InlineData("{key: name, pointer: /m}", "\"\\ud800\"", "not UTF-8")]
    public void Decode_UnknownWords_AreComplaints(string point, string value, string complaint) => Assert.Contains(
        $"store-1: {complaint} at byte 6, /m (", Messages.Of(point).Decode($$"""{"m": {{value}}}"""), StringComparison.Ordinal);

    [Fact]
    public void Decode_ATextBeyondTheBound_IsAComplaint() => Assert.Contains(
        "text too long at byte 6", Messages.Of("{key: name, pointer: /m}").Decode($$"""{"m": "{{new string('x', 4097)}}"}"""), StringComparison.Ordinal);

    [Fact]
    public void Decode_APartialMessage_GivesWhatItHolds()
    {
        var messages = Messages.Of($"{Power}\n{{key: mode, pointer: /mode}}");

        Assert.Equal("store-1 mode = idle", messages.Decode("""{"mode": "idle"}"""));
        Assert.Equal((1, 0), (messages.Decoded.Readings, messages.Decoded.Faults));
    }

    [Fact]
    public void Decode_NothingThatIsDescribed_IsAComplaint() =>
        Assert.Equal("store-1: none of the described points at byte 0", Messages.Of(Power).Decode("""{"hello": "world"}"""));

    [Fact]
    public void Decode_ANameTwice_TheLastCounts() =>
        Assert.Equal("store-1 activePower = 2000", Messages.Of(Power).Decode("""{"power": 1, "power": 2}"""));

    [Theory]
    [InlineData("", "empty payload at byte 0")]
    [InlineData("  \n", "empty payload at byte 0")]
    [InlineData("{\"power\": 1", "not JSON at byte 11")]
    [InlineData("{\"power\": 12.}", "not JSON at byte 10")]
    [InlineData("{\"power\": 1} x", "not JSON at byte 13")]
    [InlineData("{\"power\": 1}{}", "not JSON at byte 12")]
    [InlineData("power=1", "not JSON at byte 0")]
    [InlineData("{\"\\ud800\": 1}", "not UTF-8 at byte 10")]
    public void Decode_ABrokenPayload_GivesNothingButTheFault(string payload, string complaint) =>
        Assert.Equal($"store-1: {complaint}", Messages.Of(Power).Decode(payload));

    [Fact]
    public void Decode_AByteOrderMark_IsSkipped() => Assert.Equal("store-1 activePower = 1000", Messages.Of(Power).Decode("\uFEFF{\"power\": 1}"));

    [Fact]
    public void Decode_DeeperThanIsRead_SaysSo() => Assert.Equal(
        "store-1: nested too deep at byte 37",
        Messages.Of(Power).Decode($$"""{"x": {{new string('[', 40)}}{{new string(']', 40)}}}"""));

    [Theory]
    [InlineData("time: {pointer: /t}", "\"2026-01-31T11:59:59.123456789Z\"", "2026-01-31T11:59:59.123456Z")]
    [InlineData("time: {pointer: /t, format: epochSeconds}", "1769860799.25", "2026-01-31T11:59:59.250000Z")]
    [InlineData("time: {pointer: /t, format: epochSeconds}", "\"1769860799\"", "2026-01-31T11:59:59.000000Z")]
    [InlineData("time: {pointer: /t, format: epochMilliseconds}", "1769860799001", "2026-01-31T11:59:59.001000Z")]
    [InlineData("time: {pointer: /t, format: epochMicroseconds}", "1769860799000001", "2026-01-31T11:59:59.000001Z")]
    public void Decode_TheDevicesTime_IsTheReadings(string time, string value, string expected) => Assert.Equal(
        $"store-1 activePower = 1000 at {expected} by Device", Messages.Of(Power, more: $"      {time}\n").Decode($$"""{"power": 1, "t": {{value}}}"""));

    [Theory]
    [InlineData("{\"power\": 1}")]
    [InlineData("{\"power\": 1, \"t\": null}")]
    public void Decode_WithoutATime_TheGatewaysCounts(string payload) =>
        Assert.Equal("store-1 activePower = 1000", Messages.Of(Power, more: "      time: {pointer: /t}\n").Decode(payload));

    [Fact]
    public void Decode_ATimeThatCannotBeRead_IsDoubtful() => Assert.Equal(
        "store-1 activePower = 1000 (Uncertain Clock)\nstore-1: not a time at byte 18, /t",
        Messages.Of(Power, more: "      time: {pointer: /t}\n").Decode("""{"power": 1, "t": "now"}"""));

    [Fact]
    public void Decode_ARetainedMessage_IsDoubtfulAndAsOldAsItSays()
    {
        var messages = Messages.Of($"{Power}\n{{key: mode, pointer: /mode}}", more: "      time: {pointer: /t}\n");

        Assert.Equal(
            "store-1 activePower = 1000 (Uncertain Retained) at 2026-01-30T00:00:00.000000Z by Device\n" +
            "store-1 mode = nothing (Bad NotAvailable) at 2026-01-30T00:00:00.000000Z by Device",
            messages.Decode("""{"power": 1, "mode": null, "t": "2026-01-30T00:00Z"}""", retained: true));
        Assert.Equal("store-1 activePower = 1000 (Uncertain Retained)", messages.Decode("""{"power": 1}""", retained: true));
    }

    [Theory]
    [InlineData("nan")]
    [InlineData("NaN")]
    [InlineData("-nan")]
    [InlineData("Infinity")]
    [InlineData("-Infinity")]
    [InlineData("inf")]
    public void Decode_ABareNotANumber_CostsThatValueAndNotTheMessage(string bare)
    {
        var messages = Messages.Of(Power + "\n{key: mode, pointer: /mode}\n{key: name, pointer: /name}");

        string[] lines = messages.Decode($$"""{"power": {{bare}}, "mode": "running", "name": "nan \"inf\""}""").Split('\n');

        Assert.Equal("store-1 activePower = nothing (Bad Undecodable)", lines[0]);
        Assert.Equal(["store-1 mode = running", "store-1 name = nan \"inf\""], lines[1..3]);
        Assert.Equal(1, messages.Decoded.Faults);
    }
}
