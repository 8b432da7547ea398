namespace Twins.Tests.Model.Devices.Mqtt;

public sealed class WholePayloadTests
{
    [Theory]
    [InlineData("-2.5", "activePower = -2500")]
    [InlineData(" 1e-3\n", "activePower = 1")]
    [InlineData("none", "activePower = nothing (Bad NotAvailable)")]
    public void Decode_ANumber_IsTheValue(string payload, string expected) => Assert.Equal(
        $"store-1 {expected}", Messages.Of("{key: activePower, unit: kW, notAvailable: none}", more: "      format: number\n").Decode(payload));

    [Theory]
    [InlineData("12 kW", "not a number")]
    [InlineData("NaN", "not a finite number")]
    [InlineData("-Infinity", "not a finite number")]
    [InlineData("1e309", "not a finite number")]
    [InlineData("1,5", "not a number")]
    public void Decode_NoNumber_IsABadReadingAndAComplaint(string payload, string complaint) => Assert.Equal(
        $"store-1 activePower = nothing (Bad Undecodable)\nstore-1: {complaint} at byte 0 (activePower)",
        Messages.Of("{key: activePower, unit: kW}", more: "      format: number\n").Decode(payload));

    [Fact]
    public void Decode_NothingForANumber_IsRefused() => Assert.Equal(
        "store-1: empty payload at byte 0", Messages.Of("{key: activePower, unit: kW}", more: "      format: number\n").Decode(" "));

    [Theory]
    [InlineData("{key: mode}", "number", "1", "mode = running")]
    [InlineData("{key: mode, enum: {7: fault}}", "number", "7.0", "mode = fault")]
    [InlineData("{key: closed}", "number", "0", "closed = false")]
    [InlineData("{key: startedAt, timeFormat: epochSeconds}", "number", "0.5", "startedAt = 1970-01-01T00:00:00.500000Z")]
    [InlineData("{key: mode}", "text", "fault", "mode = fault")]
    [InlineData("{key: mode, enum: {on: running}}", "text", "on", "mode = running")]
    [InlineData("{key: closed}", "text", "true", "closed = true")]
    [InlineData("{key: closed, whenTrue: ON, whenFalse: OFF}", "text", "OFF", "closed = false")]
    [InlineData("{key: startedAt}", "text", "2026-01-31T12:00Z", "startedAt = 2026-01-31T12:00:00.000000Z")]
    [InlineData("{key: name}", "text", "Halle 3, Süd", "name = Halle 3, Süd")]
    [InlineData("{key: name}", "text", "", "name = nothing (Bad NotAvailable)")]
    public void Decode_OtherShapes_AreTheirValues(string point, string format, string payload, string expected) =>
        Assert.Equal($"store-1 {expected}", Messages.Of(point, more: $"      format: {format}\n").Decode(payload));

    [Fact]
    public void Decode_BytesThatAreNoUtf8_AreAComplaint() => Assert.Equal(
        "store-1 name = nothing (Bad Undecodable)\nstore-1: not UTF-8 at byte 0 (name)",
        Messages.Of("{key: name}", more: "      format: text\n").Decode([0xC3, 0x28]));

    [Theory]
    [InlineData("{key: closed, whenTrue: ON, whenFalse: OFF}", "text", "ON\0\0", "closed = true")]
    [InlineData("{key: mode}", "text", "fault\r\n", "mode = fault")]
    [InlineData("{key: name}", "text", "Halle 3\0", "name = Halle 3")]
    [InlineData("{key: activePower, unit: W}", "number", "12.5\n\0", "activePower = 12.5")]
    [InlineData("{key: activePower, unit: W, pointer: /p}", "json", "{\"p\": 5}\0", "activePower = 5")]
    public void Decode_TrailingNulsAndLineEnds_AreNoPartOfThePayload(string point, string format, string payload, string expected) =>
        Assert.Equal($"store-1 {expected}", Messages.Of(point, more: $"      format: {format}\n").Decode(payload));
}
