using System.Net;
using System.Text.Json.Nodes;
using Twins.Tests.Api.Scripted;

namespace Twins.Tests.Api.Events;

/// <summary>One server-sent event.</summary>
internal sealed record ServerEvent(string Name, string? Id, JsonNode? Content)
{
    public JsonNode Data => Content!;
}

/// <summary>Reads a stream of server-sent events, as a browser's EventSource does.</summary>
internal sealed class EventReader(Stream body, IDisposable? owner = null) : IAsyncDisposable
{
    private readonly StreamReader _lines = new(body);

    public static async Task<EventReader> OpenAsync(ApiServer api, string path, string? lastEventId = null)
    {
        var response = await api.OpenAsync(path, lastEventId);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        return new EventReader(await response.Content.ReadAsStreamAsync(), response);
    }

    /// <summary>The next event; comments and retry hints are passed over.</summary>
    public async Task<ServerEvent> NextAsync()
    {
        using var limit = new CancellationTokenSource(ApiServer.Patience);
        string? name = null, id = null, data = null;
        while (await _lines.ReadLineAsync(limit.Token) is { } line)
        {
            var (field, value) = line.Split(": ", 2) is [var left, var right] ? (left, right) : (line, "");
            switch (field)
            {
                case "event":
                    name = value;
                    break;
                case "id":
                    id = value;
                    break;
                case "data":
                    data = value;
                    break;
                case "" when data is not null:
                    return new ServerEvent(name!, id, JsonNode.Parse(data));
            }
        }

        throw new EndOfStreamException("The stream ended before the next event.");
    }

    public ValueTask DisposeAsync()
    {
        _lines.Dispose();
        owner?.Dispose();
        return ValueTask.CompletedTask;
    }
}
