using System.Net;
using Twins.Tests.Api.Scripted;

namespace Twins.Tests.Api.Problems;

public sealed class UnhandledProblemsTests : IAsyncLifetime
{
    private readonly ApiServer _api = new();

    public ValueTask InitializeAsync() => _api.InitializeAsync();

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    [Theory]
    [InlineData("/api")]
    [InlineData("/api/v1/nothing")]
    [InlineData("/api/v2/sites")]
    public async Task Route_Unknown_IsAProblem(string path) => Assert.Contains(
        $"'{path}'", (await _api.GetAsync(path)).Problem(HttpStatusCode.NotFound, "http404"), StringComparison.Ordinal);

    [Fact]
    public async Task Method_NotAllowed_IsAProblem() => Assert.Contains(
        "DELETE",
        (await _api.SendAsync(HttpMethod.Delete, "/api/v1/sites")).Problem(HttpStatusCode.MethodNotAllowed, "http405"),
        StringComparison.Ordinal);

    [Fact]
    public async Task Exception_Unexpected_IsAProblemThatTellsNothingOfTheInside()
    {
        _api.Grains.Site.Fault = new InvalidOperationException("secret inside");

        var detail = (await _api.GetAsync("/api/v1/sites")).Problem(HttpStatusCode.InternalServerError, "internal");

        Assert.DoesNotContain("secret", detail, StringComparison.Ordinal);
        Assert.Contains("trace", detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Timeout_OfAGrain_IsGatewayTimeout()
    {
        _api.Grains.Site.Fault = new TimeoutException("harbour did not answer within 30 s");

        Assert.Contains(
            "harbour", (await _api.GetAsync("/api/v1/sites/harbour")).Problem(HttpStatusCode.GatewayTimeout, "timeout"), StringComparison.Ordinal);
    }
}
