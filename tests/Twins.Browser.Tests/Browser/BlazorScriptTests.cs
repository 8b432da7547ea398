namespace Twins.OperatorConsole.Tests.Browser;

/// <summary>What the console serves, without a browser.</summary>
public sealed class BlazorScriptTests
{
    [Theory]
    [InlineData("/_framework/blazor.web.js", "text/javascript")]
    [InlineData("/charts/time-series.js", "text/javascript")]
    [InlineData("/styles/console.css", "text/css")]
    [InlineData("/_content/Radzen.Blazor/css/standard-base.css", "text/css")]
    public async Task Get_AssetInProduction_IsServed(string path, string type)
    {
        await using var server = await ConsoleServer.StartAsync();
        using var client = new HttpClient { BaseAddress = new Uri(server.Address) };
        using var answer = await client.GetAsync(path, TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {answer.StatusCode}");
        Assert.Equal(type, answer.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Get_FleetPage_IsPrerenderedUnderAContentSecurityPolicy()
    {
        await using var server = await ConsoleServer.StartAsync();
        using var client = new HttpClient { BaseAddress = new Uri(server.Address) };
        using var answer = await client.GetAsync("/", TestContext.Current.CancellationToken);
        var html = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, html);
        Assert.Contains(server.Plant.Catalog.Sites[0].Description.Title, html, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
    }
}
