using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Npgsql;
using Twins.Storage.Relational.Schema;

namespace Twins.Storage.Relational;

/// <summary>Hands out pooled contexts of the configured provider, and says what its failures mean.</summary>
internal sealed class DatabaseConnector
{
    private readonly RelationalStorageOptions _options;
    private readonly Func<TwinsContext> _create;
    private readonly string _sqliteConnection;

    public DatabaseConnector(RelationalStorageOptions options)
    {
        _options = options;
        _sqliteConnection = "";
        if (options.Provider == RelationalProvider.Sqlite)
        {
            _sqliteConnection = new SqliteConnectionStringBuilder { DataSource = options.FilePath, ForeignKeys = true }.ToString();
            var contexts = new PooledDbContextFactory<SqliteTwinsContext>(new DbContextOptionsBuilder<SqliteTwinsContext>()
                .UseSqlite(_sqliteConnection).AddInterceptors(new SqliteSettings(options)).Options);
            _create = contexts.CreateDbContext;
        }
        else
        {
            var contexts = new PooledDbContextFactory<PostgresTwinsContext>(
                new DbContextOptionsBuilder<PostgresTwinsContext>().UseNpgsql(options.ConnectionString).Options);
            _create = contexts.CreateDbContext;
        }
    }

    public bool IsSqlite => _options.Provider == RelationalProvider.Sqlite;

    public TwinsContext Create() => _create();

    /// <summary>Forgets the open connections: after a failure of the disk the next attempt opens the file again.</summary>
    public void Reset()
    {
        if (IsSqlite)
        {
            using var connection = new SqliteConnection(_sqliteConnection);
            SqliteConnection.ClearPool(connection);
        }
    }

    /// <summary>
    /// The failure of the storage behind an exception, with a message for the operator; null when the storage works and refused what it was
    /// given (a constraint, a concurrent change, a text that it cannot hold).
    /// </summary>
    public StorageException? FindFailure(Exception exception)
    {
        for (Exception? cause = exception; cause is not null; cause = cause.InnerException)
        {
            switch (cause)
            {
                case StorageException failure:
                    return failure;
                case SqliteException { SqliteErrorCode: SqliteCodes.Error or SqliteCodes.Constraint or SqliteCodes.TooBig or SqliteCodes.Mismatch }:
                    return null;
                case SqliteException failure:
                    return new StorageException(Describe(failure), exception);
                case PostgresException { SqlState: ['2', '2' or '3', ..] or PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected }:
                    return null;
                case NpgsqlException or TimeoutException:
                    return new StorageException(
                        $"The database '{_options.Name}' failed: {cause.Message}. Whether the last write was stored is not known; it may be repeated.", exception);
                case IOException or UnauthorizedAccessException or System.Net.Sockets.SocketException:
                    return new StorageException($"The database '{_options.Name}' cannot be reached: {cause.Message}", exception);
            }
        }

        return null;
    }

    private string Describe(SqliteException failure) => failure.SqliteErrorCode switch
    {
        SqliteCodes.Full => $"The disk of '{_options.Name}' is full; nothing was stored. Writing goes on by itself once there is space.",
        SqliteCodes.Busy or SqliteCodes.Locked => $"The database '{_options.Name}' is locked by another process; nothing was stored.",
        SqliteCodes.ReadOnly => $"The database '{_options.Name}' may not be written; nothing was stored. Check its permissions and its disk.",
        SqliteCodes.Corrupt or SqliteCodes.NotADatabase =>
            $"The database '{_options.Name}' is damaged ({failure.Message}). It is put aside at the next start of the host.",
        _ => $"The disk or the file of '{_options.Name}' failed; nothing was stored: {failure.Message}",
    };

    /// <summary>What SQLite has to be told on each connection.</summary>
    private sealed class SqliteSettings(RelationalStorageOptions options) : DbConnectionInterceptor
    {
        private string Pragmas =>
            $"PRAGMA busy_timeout={(long)options.BusyTimeout.TotalMilliseconds}; PRAGMA synchronous=FULL; PRAGMA journal_size_limit=16777216;"
            + (options.MaxPageCount is { } pages ? $"PRAGMA max_page_count={pages}" : "PRAGMA max_page_count=4294967294");

        public override void ConnectionOpened(System.Data.Common.DbConnection connection, ConnectionEndEventData eventData)
        {
            using var command = connection.CreateCommand();
            command.CommandText = Pragmas;
            command.ExecuteNonQuery();
        }

        public override Task ConnectionOpenedAsync(
            System.Data.Common.DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            ConnectionOpened(connection, eventData);
            return Task.CompletedTask;
        }
    }
}

/// <summary>SQLite's result codes (sqlite.org/rescode.html).</summary>
internal static class SqliteCodes
{
    public const int Error = 1;
    public const int Busy = 5;
    public const int Locked = 6;
    public const int ReadOnly = 8;
    public const int Corrupt = 11;
    public const int Full = 13;
    public const int TooBig = 18;
    public const int Constraint = 19;
    public const int Mismatch = 20;
    public const int NotADatabase = 26;
}
