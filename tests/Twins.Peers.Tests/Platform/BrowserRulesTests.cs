using System.Net;
using System.Net.WebSockets;
using Twins.Testing.Platform;

namespace Twins.Peers.Tests.Platform;

/// <summary>Pages of others stay out, and browsers are told what may happen with each answer.</summary>
public sealed class BrowserRulesTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("twins-browser").FullName;
    private HostProcess? _host;

    private HostProcess Host => _host!;

    public async ValueTask InitializeAsync() => _host = await HostProcess.StartAsync(_folder);

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task ForeignPages_OpenNoSocketAndChangeNothing_OwnPagesDo()
    {
        using var put = new HttpRequestMessage(HttpMethod.Put, new Uri("/api/v1/devices/industrial/bess-1/setpoints/powerSetpoint", UriKind.Relative));
        put.Headers.Add("Origin", "https://elsewhere.example");
        Assert.Equal(HttpStatusCode.Forbidden, (await Host.Client.SendAsync(put)).StatusCode);

        Assert.Equal(HttpStatusCode.Forbidden, await OpenAsync("https://elsewhere.example"));
        Assert.Equal(HttpStatusCode.Forbidden, await OpenAsync("null"));
        Assert.Equal(HttpStatusCode.Forbidden, await OpenAsync($"https://{Host.Address.Authority}"));
        Assert.Equal(HttpStatusCode.SwitchingProtocols, await OpenAsync($"http://{Host.Address.Authority}"));
    }

    [Theory]
    [InlineData("/api/v1/sites", "default-src 'none'")]
    [InlineData("/api/v1/nothing", "default-src 'none'")]
    [InlineData("/openapi/v1.json", "default-src 'none'")]
    [InlineData("/health/live", "default-src 'none'")]
    [InlineData("/", "default-src 'self'")]
    public async Task Answers_SayWhatBrowsersMayDo(string path, string contentPolicy)
    {
        using var answer = await Host.Client.GetAsync(new Uri(path, UriKind.Relative));

        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains(contentPolicy, policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("same-origin", Assert.Single(answer.Headers.GetValues("Referrer-Policy")));
    }

    private async Task<HttpStatusCode> OpenAsync(string origin)
    {
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Origin", origin);
        socket.Options.CollectHttpResponseDetails = true;
        try
        {
            await socket.ConnectAsync(new Uri($"ws://{Host.Address.Authority}/_blazor"), TestContext.Current.CancellationToken);
        }
        catch (WebSocketException)
        {
            // The status says why.
        }

        return socket.HttpStatusCode;
    }
}
