using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Twins.Client.Live;
using Twins.Api;
using Twins.Hosting.Configuration;

namespace Twins.Peers.Tests.Api.Scripted;

/// <summary>The API on a real port, over grains that a test scripts.</summary>
public sealed class ApiServer : IAsyncLifetime
{
    /// <summary>How long a test waits for what must come; it never passes when the code is right.</summary>
    public static TimeSpan Patience => Twins.Testing.Time.Patience.Usual;

    private readonly WebApplication _app;
    private HttpClient _client = new();

    public ApiServer()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton<IGrainFactory>(Grains);
        builder.Services.AddSingleton(TestSites.Catalog);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(new RunSettings([], "", "", Simulate: true));
        builder.Services.AddSingleton<LiveFeed>();
        builder.Services.AddApi();
        _app = builder.Build();
        _app.MapApi();
    }

    internal ScriptedGrains Grains { get; } = new();

    internal ScriptedTwin Twin => Grains.Twin;

    public async ValueTask InitializeAsync()
    {
        await _app.StartAsync();
        _client = new HttpClient { BaseAddress = new Uri(_app.Urls.Single()), Timeout = Patience };
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    internal async Task<Answer> GetAsync(string path) => await ReadAsync(await _client.GetAsync(path));

    internal async Task<Answer> SendAsync(HttpMethod method, string path)
    {
        using var request = new HttpRequestMessage(method, path);
        return await ReadAsync(await _client.SendAsync(request));
    }

    internal async Task<Answer> PutAsync(string path, string body, string contentType = "application/json", string? idempotencyKey = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, path) { Content = new StringContent(body, Encoding.UTF8) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        if (idempotencyKey is not null)
        {
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        }

        return await ReadAsync(await _client.SendAsync(request));
    }

    internal Task<Answer> SetAsync(string point, string body) => PutAsync($"/api/v1/devices/{TestSites.DeviceKey}/setpoints/{point}", body);

    internal async Task<HttpResponseMessage> OpenAsync(string path) => await _client.GetAsync(path, HttpCompletionOption.ResponseHeadersRead);

    private static async Task<Answer> ReadAsync(HttpResponseMessage response)
    {
        using (response)
        {
            var text = await response.Content.ReadAsStringAsync();
            return new Answer(response.StatusCode, response.Content.Headers.ContentType?.MediaType, text);
        }
    }
}

/// <summary>An answer of the API.</summary>
internal sealed record Answer(HttpStatusCode Status, string? ContentType, string Text)
{
    public JsonNode Json => JsonNode.Parse(Text)!;

    /// <summary>Asserts that this is problem details of a status and code, and returns the detail.</summary>
    public string Problem(HttpStatusCode status, string code)
    {
        Assert.True(status == Status, $"Expected {(int)status}, got {(int)Status}: {Text}");
        Assert.Equal("application/problem+json", ContentType);
        Assert.Equal((int)status, (int)Json["status"]!);
        Assert.Equal(code, (string?)Json["code"]);
        Assert.False(string.IsNullOrEmpty((string?)Json["title"]));
        return (string)Json["detail"]!;
    }

    /// <summary>Asserts that this is a 200 with JSON, and returns it.</summary>
    public JsonNode Ok()
    {
        Assert.True(Status == HttpStatusCode.OK, $"Expected 200, got {(int)Status}: {Text}");
        Assert.Equal("application/json", ContentType);
        return Json;
    }
}
