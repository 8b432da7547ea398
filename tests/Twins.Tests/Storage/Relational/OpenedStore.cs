using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Serialization;
using Orleans.Storage;
using Twins.Storage.Relational;

namespace Twins.Tests.Storage.Relational;

/// <summary>A store as the host registers it, and what it logged.</summary>
internal sealed class OpenedStore : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private OpenedStore(RelationalStorageOptions options)
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.AddProvider(Log));
        services.AddSerializer();
        services.AddRelationalStorage(options);
        _services = services.BuildServiceProvider();
    }

    public LogLines Log { get; } = new();
    public RelationalStore Store => _services.GetRequiredService<RelationalStore>();
    public ICommandStore Commands => _services.GetRequiredService<ICommandStore>();
    public IQuarantine Quarantine => _services.GetRequiredService<IQuarantine>();
    public IGrainStorage Grains => _services.GetRequiredKeyedService<IGrainStorage>("Default");

    public static async Task<OpenedStore> OpenAsync(RelationalStorageOptions options)
    {
        var opened = new OpenedStore(options);
        try
        {
            await opened.Store.InitializeAsync();
            return opened;
        }
        catch
        {
            await opened.DisposeAsync();
            throw;
        }
    }

    /// <summary>Does to the tables what a damaged disk or another program might.</summary>
    public Task<int> ExecuteAsync(string sql) => Store.WriteAsync((batch, ct) => batch.Context.Database.ExecuteSqlRawAsync(
        sql.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal), ct));

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    /// <summary>Errors that were logged.</summary>
    internal sealed class LogLines : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Errors { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (logLevel >= LogLevel.Warning)
            {
                Errors.Enqueue(formatter(state, exception));
            }
        }

        public void Dispose()
        {
        }
    }
}
