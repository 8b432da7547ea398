using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Twins.Storage.Relational.Schema;

namespace Twins.Storage.Relational;

/// <summary>
/// The database of commands and grain state. The host awaits <see cref="InitializeAsync"/> before anything uses it; disposing writes what is
/// queued.
/// </summary>
public sealed partial class RelationalStore : IAsyncDisposable
{
    private readonly RelationalStorageOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly DatabaseConnector _database;
    private readonly SemaphoreSlim _initializing = new(1);
    private SqliteFile? _file;
    private GroupCommit? _writer;
    private bool _disposed;

    /// <summary>A store that is not opened yet.</summary>
    /// <exception cref="System.ComponentModel.DataAnnotations.ValidationException">The options name no database.</exception>
    public RelationalStore(RelationalStorageOptions options, TimeProvider time, ILoggerFactory loggers)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(loggers);
        options.Validate();
        _options = options;
        _time = time;
        _logger = loggers.CreateLogger<RelationalStore>();
        _database = new DatabaseConnector(options);
        Quarantine = new Quarantine(this, time, loggers.CreateLogger<Quarantine>());
    }

    internal Quarantine Quarantine { get; }

    /// <summary>
    /// Opens the database: applies what migrations it lacks, puts a file aside that cannot be read, and checks the records. A second call does
    /// nothing; after a failure it may be called again.
    /// </summary>
    /// <exception cref="EarlierFormatException">The folder holds state of an earlier version.</exception>
    /// <exception cref="NewerSchemaException">A newer version wrote the database.</exception>
    /// <exception cref="StorageException">The database cannot be opened; the message says why.</exception>
    public async Task InitializeAsync(CancellationToken cancellationToken = default)
    {
        await _initializing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_writer is not null)
            {
                return;
            }

            var damaged = await OpenAsync(cancellationToken).ConfigureAwait(false);
            _writer = new GroupCommit(_database, _logger);
            if (damaged is not null)
            {
                await Quarantine.AddFileAsync(damaged.Place, damaged.Reason, cancellationToken).ConfigureAwait(false);
            }

            await CheckCommandsAsync(cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            if (_writer is null)
            {
                ReleaseFile();
            }

            throw;
        }
        finally
        {
            _initializing.Release();
        }
    }

    /// <summary>Writes what is queued, and lets go of the file.</summary>
    public async ValueTask DisposeAsync()
    {
        await _initializing.WaitAsync().ConfigureAwait(false);
        try
        {
            _disposed = true;
            if (_writer is not null)
            {
                await _writer.DisposeAsync().ConfigureAwait(false);
            }

            ReleaseFile();
        }
        finally
        {
            _initializing.Release();
        }
    }

    /// <summary>Carries a change out in the transaction of the next batch.</summary>
    internal Task<T> WriteAsync<T>(
        Func<WriteBatch, CancellationToken, Task<T>> change, string? command = null, CancellationToken cancellationToken = default) =>
        Opened.WriteAsync(change, command, cancellationToken);

    /// <summary>Reads on a connection of its own.</summary>
    /// <exception cref="StorageException">The database cannot be read.</exception>
    internal async Task<T> ReadAsync<T>(Func<TwinsContext, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        _ = Opened;
        try
        {
            // SQLite has no asynchronous calls: a slow disk must not hold up the turn of a grain.
            return _database.IsSqlite
                ? await Task.Run(() => ReadCoreAsync(read, cancellationToken), cancellationToken).ConfigureAwait(false)
                : await ReadCoreAsync(read, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or StorageException) && _database.FindFailure(exception) is not null)
        {
            _database.Reset();
            throw _database.FindFailure(exception)!;
        }
    }

    private GroupCommit Opened => _writer
        ?? throw new InvalidOperationException($"The store is used before {nameof(RelationalStore)}.{nameof(InitializeAsync)} has ended.");

    private async Task<T> ReadCoreAsync<T>(Func<TwinsContext, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        var context = _database.Create();
        await using (context.ConfigureAwait(false))
        {
            return await read(context, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<DamagedRecord?> OpenAsync(CancellationToken cancellationToken)
    {
        try
        {
            DamagedRecord? damaged = null;
            if (_database.IsSqlite)
            {
                _file = SqliteFile.Open(_options, _time, _logger, out damaged);
            }

            var context = _database.Create();
            await using (context.ConfigureAwait(false))
            {
                await SchemaUpdate.RunAsync(context, _options.Name, cancellationToken).ConfigureAwait(false);
            }

            if (damaged is not null)
            {
                var copied = SqliteSalvage.Copy(damaged.Place, _options.FilePath, _logger);
                damaged = damaged with { Reason = $"{damaged.Reason} {copied} of its records could be read and were copied." };
            }

            LogOpened(_options.Name);
            return damaged;
        }
        catch (Exception exception) when (exception is not StorageException && _database.FindFailure(exception) is { } failure)
        {
            throw new StorageException(failure.Message, exception);
        }
    }

    /// <summary>
    /// Looks at the newest commands once: one whose flag or device is damaged would not be among the open ones of its device and would be
    /// forgotten in silence.
    /// </summary>
    private async Task CheckCommandsAsync(CancellationToken cancellationToken)
    {
        try
        {
            var damaged = await ReadAsync(FindDamagedAsync, cancellationToken).ConfigureAwait(false);
            foreach (var id in damaged)
            {
                await Quarantine.MoveCommandAsync(id, "the checksum of the command does not match its content", cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (exception is StorageException || CommandReader.IsUnreadable(exception))
        {
            LogNotChecked(exception);
        }
    }

    private static async Task<List<string>> FindDamagedAsync(TwinsContext context, CancellationToken cancellationToken)
    {
        const int MaxChecked = 100_000;
        List<string> damaged = [];
        var rows = context.Commands.AsNoTracking().OrderByDescending(row => row.Id).Take(MaxChecked).AsAsyncEnumerable();
        await foreach (var row in rows.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            if (RecordChecksum.Of(row) != row.Checksum)
            {
                damaged.Add(row.Id);
            }
        }

        return damaged;
    }

    private void ReleaseFile()
    {
        _database.Reset();
        _file?.Dispose();
        _file = null;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Commands and grain state are in {Database}")]
    private partial void LogOpened(string database);

    [LoggerMessage(Level = LogLevel.Error, Message = "The stored commands could not be checked")]
    private partial void LogNotChecked(Exception reason);
}
