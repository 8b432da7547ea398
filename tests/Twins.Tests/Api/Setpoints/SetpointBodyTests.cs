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
    [InlineData("5", "badBody", "the number 5")]
    [InlineData("[]", "badBody", "an array")]
    [InlineData("""{"unit": "kW"}""", "missingValue", "'value'")]
    [InlineData("""{"value": null, "unit": "kW"}""", "badMember", "'value' must not be null")]
    [InlineData("""{"value": 1, "unit": 7}""", "badMember", "'unit' must not be the number 7")]
    [InlineData("""{"value": 1, "unit": "kW", "validfor": "PT5M"}""", "unknownMember", "'validfor'")]
    [InlineData("""{"value": -50}""", "missingUnit", "\"unit\": \"W\"")]
    [InlineData("""{"value": -50, "unit": "kW", "validFor": "5 minutes"}""", "badValidFor", "'5 minutes'")]
    [InlineData("""{"value": -50, "unit": "kW", "validFor": "PT0S"}""", "badValidFor", "positive")]
    [InlineData("""{"value": -50, "unit": "kW", "validFor": "-PT5M"}""", "badValidFor", "positive")]
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

        (await _api.SetAsync("label", body)).Problem(HttpStatusCode.RequestEntityTooLarge, "badRequest");
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    public async Task Put_NotJson_IsUnsupportedMediaType(string contentType)
    {
        var answer = await _api.PutAsync("/api/v1/devices/harbour/bess-1/setpoints/powerSetpoint", "value=1", contentType);

        Assert.Contains(contentType, answer.Problem(HttpStatusCode.UnsupportedMediaType, "http415"), StringComparison.Ordinal);
    }
}
