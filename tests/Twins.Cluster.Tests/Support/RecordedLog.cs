using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Twins.Cluster.Tests.Support;

/// <summary>Keeps what was logged at information and above, with its category.</summary>
internal sealed class RecordedLog : ILogger, ILoggerProvider
{
    private readonly string _category;

    public RecordedLog()
        : this("", [])
    {
    }

    private RecordedLog(string category, ConcurrentQueue<(string Category, string Line)> lines) => (_category, Lines) = (category, lines);

    public ConcurrentQueue<(string Category, string Line)> Lines { get; }

    public ILogger CreateLogger(string categoryName) => new RecordedLog(categoryName, Lines);

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
        {
            Lines.Enqueue((_category, formatter(state, exception)));
        }
    }

    public void Dispose()
    {
        // Nothing is held.
    }
}
