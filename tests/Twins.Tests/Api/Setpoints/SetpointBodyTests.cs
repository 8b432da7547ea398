using System.Net;
using Twins.Tests.Api.Scripted;

namespace Twins.Tests.Api.Setpoints;

/// <summary>Bad bodies: each is answered with what is wrong, and none reaches a twin.</summary>
public sealed class SetpointBodyTests : IAsyncLifetime
{
    private readonly ApiServer _api = new();

    public ValueTask InitializeAsync() => _api.InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        Assert.Empty(_api.Twin.Requests);
        await _api.DisposeAsync();
    }

    [Theory]
    [InlineData("", "badJson", "")]
    [InlineData("{", "badJson", "")]
    [InlineData("""{"value": 1, "value": 2, "unit": "W"}""", "badJson", "value")]
    [InlineData("5", "badJson", "a setpoint (value, unit, validFor)")]
    [InlineData("[]", "badJson", "a setpoint (value, unit, validFor)")]
    [InlineData("null", "missingValue", "'value'")]
    [InlineData("""{"unit": "kW"}""", "badJson", "value")]
    [InlineData("""{"value": null, "unit": "kW"}""", "missingValue", "'value'")]
    [InlineData("""{"value": 1, "unit": 7}""", "badJson", "$.unit")]
    [InlineData("""{"value": 1, "unit": "kW", "validfor": "PT5M"}""", "badJson", "'validfor'")]
    [InlineData("""{"value": "\ud800"}""", "badJson", "surrogate")]
    [InlineData("""{"value": -50}""", "missingUnit", "\"unit\": \"W\"")]
    [InlineData("""{"value": -50, "unit": "kW", "validFor": "5 minutes"}""", "badValidFor", "'5 minutes'")]
    [InlineData("""{"value": -50, "unit": "kW", "validFor": "PT0S"}""", "badValidFor", "positive")]
    [InlineData("""{"value": -50, "unit": "kW", "validFor": "-PT5M"}""", "badValidFor", "positive")]
    [InlineData("""{"value": -50, "unit": "kW", "validFor": "PT5M\n"}""", "badValidFor", "PT5M")]
    public async Task Put_MalformedBody_IsBadRequest(string body, string code, string names) => Assert.Contains(
        names, (await _api.SetAsync("powerSetpoint", body)).Problem(HttpStatusCode.BadRequest, code), StringComparison.Ordinal);

    [Theory]
    [InlineData("powerSetpoint", """{"value": 1, "unit": "kWh"}""", "wrongUnit", "energy")]
    [InlineData("powerSetpoint", """{"value": 1, "unit": "furlong"}""", "wrongUnit", "'furlong'")]
    [InlineData("powerSetpoint", """{"value": 1, "unit": "KW"}""", "wrongUnit", "kW")]
    [InlineData("powerSetpoint", """{"value": "1", "unit": "kW"}""", "wrongValue", "a number, not the text '1'")]
    [InlineData("powerSetpoint", """{"value": 1e999, "unit": "kW"}""", "notFinite", "1e999 kW")]
    [InlineData("powerSetpoint", """{"value": 1e308, "unit": "MW"}""", "notFinite", "1e308 MW")]
    [InlineData("operatingMode", """{"value": "gridforming"}""", "unknownMember", "standby, gridForming")]
    [InlineData("operatingMode", """{"value": 3}""", "wrongValue", "standby, gridForming")]
    [InlineData("enabled", """{"value": 1}""", "wrongValue", "true or false")]
    [InlineData("enabled", """{"value": true, "unit": "W"}""", "unitNotAllowed", "'W'")]
    [InlineData("startAt", """{"value": "tomorrow"}""", "wrongValue", "RFC 3339")]
    [InlineData("schedule", """{"value": []}""", "notSettable", "'schedule'")]
    public async Task Put_ValueThatDoesNotFitThePoint_IsUnprocessable(string point, string body, string code, string names) => Assert.Contains(
        names, (await _api.SetAsync(point, body)).Problem(HttpStatusCode.UnprocessableEntity, code), StringComparison.Ordinal);

    [Fact]
    public async Task Put_TextTooLong_IsUnprocessableAndNamesTheLimit()
    {
        var body = $$"""{"value": "{{new string('x', 1025)}}"}""";

        var detail = (await _api.SetAsync("label", body)).Problem(HttpStatusCode.UnprocessableEntity, "textTooLong");

        Assert.Contains("1025", detail, StringComparison.Ordinal);
        Assert.Contains("1024", detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Put_BodyTooLarge_IsRefused()
    {
        var body = $$"""{"value": "{{new string('x', 70_000)}}"}""";

        (await _api.SetAsync("label", body)).Problem(HttpStatusCode.RequestEntityTooLarge, "tooLarge");
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/json; charset=iso-8859-1")]
    [InlineData(null)]
    public async Task Put_NotJsonInUtf8_IsUnsupportedMediaType(string? contentType)
    {
        var answer = await _api.PutAsync("/api/v1/devices/harbour/bess-1/setpoints/powerSetpoint", "{}", contentType);

        Assert.Contains("application/json", answer.ProblemOf(HttpStatusCode.UnsupportedMediaType), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Put_NotUtf8_IsBadRequest()
    {
        byte[] body = [.. "{\"value\": \""u8, 0xC3, 0x28, .. "\"}"u8];

        (await _api.PutAsync("/api/v1/devices/harbour/bess-1/setpoints/label", body)).Problem(HttpStatusCode.BadRequest, "badJson");
    }

    [Fact]
    public async Task Put_ErrorRepeatingWhatWasSent_IsBounded()
    {
        var body = $$"""{"value": 1, "unit": "{{new string('u', 20_000)}}"}""";

        Assert.True((await _api.SetAsync("powerSetpoint", body)).ProblemOf(HttpStatusCode.UnprocessableEntity).Length <= 501);
    }

    [Fact]
    public async Task Put_BodyThatStalls_IsTimedOutWithoutAFailureInTheLog()
    {
        var status = await _api.StallAsync("/api/v1/devices/harbour/bess-1/setpoints/powerSetpoint");

        Assert.Equal("HTTP/1.1 408 Request Timeout", status);
        Assert.Empty(_api.Errors);
    }
}
