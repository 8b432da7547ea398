using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Twins.Client.Live;
using Twins.Api;
using Twins.Hosting.Access;

namespace Twins.Tests.Api.Scripted;

/// <summary>The API on a real port, over grains that a test scripts.</summary>
public sealed class ApiServer : IAsyncLifetime
{
    /// <summary>How long a test waits for what must come; it never passes when the code is right.</summary>
    public static TimeSpan Patience => Twins.Testing.Time.Patience.Usual;

    private readonly ConcurrentQueue<string> _errors = new();
    private readonly WebApplication _app;
    private HttpClient _client = new();

    public ApiServer()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddProvider(new ErrorRecorder(_errors));
        builder.WebHost.ConfigureKestrel(server => server.Limits.MinRequestBodyDataRate = new(240, TimeSpan.FromSeconds(2)));
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton<IGrainFactory>(Grains);
        builder.Services.AddSingleton(TestSites.Catalog);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(new ApiSettings(Simulate: true));
        builder.Services.AddSingleton<LiveFeed>();
        builder.Services.AddAccess();
        builder.Services.AddApi();
        _app = builder.Build();
        _app.MapApi();
    }

    internal ScriptedGrains Grains { get; } = new();

    /// <summary>What was logged as an error, or as worse.</summary>
    internal IReadOnlyCollection<string> Errors => _errors;

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

    internal Task<Answer> PutAsync(string path, string body, string? contentType = "application/json", string? idempotencyKey = null) =>
        PutAsync(path, Encoding.UTF8.GetBytes(body), contentType, idempotencyKey);

    internal async Task<Answer> PutAsync(string path, byte[] body, string? contentType = "application/json", string? idempotencyKey = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, path) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = contentType is null ? null : MediaTypeHeaderValue.Parse(contentType);
        if (idempotencyKey is not null)
        {
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        }

        return await ReadAsync(await _client.SendAsync(request));
    }

    internal Task<Answer> SetAsync(string point, string body) => PutAsync($"/api/v1/devices/{TestSites.DeviceKey}/setpoints/{point}", body);

    /// <summary>Sends the head of a request and one byte of its body, waits, and returns the first line of the answer.</summary>
    internal async Task<string?> StallAsync(string path)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(_client.BaseAddress!.Host, _client.BaseAddress.Port);
        await using var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"PUT {path} HTTP/1.1\r\nHost: {_client.BaseAddress.Authority}\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{{"));
        using var reader = new StreamReader(stream, Encoding.ASCII);
        return await reader.ReadLineAsync().WaitAsync(Patience);
    }

    internal async Task<HttpResponseMessage> OpenAsync(string path, string? lastEventId = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (lastEventId is not null)
        {
            request.Headers.Add("Last-Event-ID", lastEventId);
        }

        return await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    private static async Task<Answer> ReadAsync(HttpResponseMessage response)
    {
        using (response)
        {
            var text = await response.Content.ReadAsStringAsync();
            return new Answer(response.StatusCode, response.Content.Headers.ContentType?.MediaType, text, response.Headers.Location?.ToString());
        }
    }
}

/// <summary>An answer of the API.</summary>
internal sealed record Answer(HttpStatusCode Status, string? ContentType, string Text, string? Location)
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

    /// <summary>Asserts that this is problem details of a status, and returns the detail.</summary>
    public string ProblemOf(HttpStatusCode status) => Problem(status, (string)Json["code"]!);

    /// <summary>Asserts that this is a 202 with JSON, and returns it.</summary>
    public JsonNode Accepted()
    {
        Assert.True(Status == HttpStatusCode.Accepted, $"Expected 202, got {(int)Status}: {Text}");
        return Json;
    }

    /// <summary>Asserts that this is a 200 with JSON, and returns it.</summary>
    public JsonNode Ok()
    {
        Assert.True(Status == HttpStatusCode.OK, $"Expected 200, got {(int)Status}: {Text}");
        Assert.Equal("application/json", ContentType);
        return Json;
    }
}

/// <summary>Keeps what is logged as an error.</summary>
internal sealed class ErrorRecorder(ConcurrentQueue<string> errors) : ILoggerProvider, ILogger
{
    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
        {
            errors.Enqueue($"{formatter(state, exception)} {exception}");
        }
    }

    public void Dispose()
    {
        // The queue is the test's.
    }
}
