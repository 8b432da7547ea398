using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using Twins.Api.Json;

namespace Twins.Api.Events;

/// <summary>Writes server-sent events (WHATWG HTML, section 9.2) straight into the response.</summary>
internal sealed class EventWriter(PipeWriter output) : IDisposable
{
    private readonly Utf8JsonWriter _json = new(output, new JsonWriterOptions { Encoder = ApiJson.Options.Encoder });

    /// <summary>Writes one event; <paramref name="id"/> may be null for events that mark no position.</summary>
    public void Event<T>(string name, string? id, T data)
    {
        Write("event: ");
        Write(name);
        if (id is not null)
        {
            Write("\nid: ");
            Write(id);
        }

        Write("\ndata: ");
        _json.Reset(output);
        JsonSerializer.Serialize(_json, data, ApiJson.Options);
        Write("\n\n");
    }

    /// <summary>Tells the client how long to wait before it connects anew.</summary>
    public void Retry(TimeSpan delay) => Write($"retry: {(long)delay.TotalMilliseconds}\n\n");

    /// <summary>Writes a comment, which clients ignore: it keeps the connection from looking dead.</summary>
    public void Comment(string text) => Write($": {text}\n\n");

    /// <summary>Sends what was written; false when the client is gone.</summary>
    public async ValueTask<bool> FlushAsync(CancellationToken cancellationToken) =>
        !(await output.FlushAsync(cancellationToken)).IsCompleted;

    /// <inheritdoc/>
    public void Dispose() => _json.Dispose();

    private void Write(string text) => Encoding.UTF8.GetBytes(text, output);
}
