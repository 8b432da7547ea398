using Twins.Tests.Api.Scripted;

namespace Twins.Tests.Api;

public sealed class ApiDocumentTests(ApiServer api) : IClassFixture<ApiServer>
{
    [Fact]
    public async Task Document_Always_DescribesEveryRoute()
    {
        var document = (await api.GetAsync("/openapi/v1.json")).Ok();

        Assert.Equal("Twins", (string?)document["info"]!["title"]);
        Assert.Equal(
            [
                "/api/v1/devices/{site}/{device}",
                "/api/v1/devices/{site}/{device}/commands/{id}",
                "/api/v1/devices/{site}/{device}/setpoints/{point}",
                "/api/v1/events",
                "/api/v1/sites",
                "/api/v1/sites/{site}",
                "/api/v1/sites/{site}/devices",
            ],
            document["paths"]!.AsObject().Select(path => path.Key.TrimEnd('/')).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Document_Setpoint_DescribesItsBodyAndItsErrors()
    {
        var put = (await api.GetAsync("/openapi/v1.json")).Ok()["paths"]!["/api/v1/devices/{site}/{device}/setpoints/{point}"]!["put"]!;

        Assert.NotNull(put["requestBody"]!["content"]!["application/json"]);
        Assert.Equal(
            ["200", "202", "400", "404", "408", "409", "413", "415", "422", "429", "503"],
            put["responses"]!.AsObject().Select(response => response.Key).Order(StringComparer.Ordinal));
        Assert.Contains(put["parameters"]!.AsArray(), parameter => (string?)parameter!["name"] == "Idempotency-Key");
    }
}
