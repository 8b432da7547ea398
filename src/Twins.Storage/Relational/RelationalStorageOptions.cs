using System.ComponentModel.DataAnnotations;
using Npgsql;

namespace Twins.Storage.Relational;

/// <summary>Which database holds commands and grain state.</summary>
public enum RelationalProvider
{
    /// <summary>A file in the data folder; one process uses it.</summary>
    Sqlite,

    /// <summary>A PostgreSQL server; the silos of a cluster share it.</summary>
    Postgres,
}

/// <summary>Where commands and grain state are stored.</summary>
public sealed class RelationalStorageOptions
{
    /// <summary>The default of <see cref="BusyTimeout"/>.</summary>
    public static readonly TimeSpan DefaultBusyTimeout = TimeSpan.FromSeconds(5);

    /// <summary>The name of the SQLite file.</summary>
    public const string FileName = "twins.db";

    /// <summary>The database; SQLite by default.</summary>
    public RelationalProvider Provider { get; init; } = RelationalProvider.Sqlite;

    /// <summary>The data folder of SQLite; it is created.</summary>
    public string? Folder { get; init; }

    /// <summary>The Npgsql connection string of PostgreSQL.</summary>
    public string? ConnectionString { get; init; }

    /// <summary>How long SQLite waits for a lock that another connection holds; at least 100 ms, 5 s by default.</summary>
    public TimeSpan BusyTimeout { get; init; } = DefaultBusyTimeout;

    /// <summary>For tests of a full disk: the database may not grow beyond so many pages of 4 KiB.</summary>
    internal long? MaxPageCount { get; set; }

    /// <summary>What an operator calls this database, without secrets.</summary>
    internal string Name => Provider == RelationalProvider.Sqlite ? FilePath : NameOf(new NpgsqlConnectionStringBuilder(ConnectionString));

    internal string FilePath => Path.Combine(Path.GetFullPath(Folder!), FileName);

    /// <summary>Checks that the settings name one database.</summary>
    /// <exception cref="ValidationException">They do not; the message says what is missing.</exception>
    public void Validate()
    {
        switch (Provider)
        {
            case RelationalProvider.Sqlite when string.IsNullOrWhiteSpace(Folder):
                throw new ValidationException("The storage needs a folder: SQLite keeps its file there.");
            case RelationalProvider.Sqlite when ConnectionString is not null:
                throw new ValidationException("The storage has a connection string, but its provider is SQLite: name the provider 'Postgres', or remove it.");
            case RelationalProvider.Sqlite:
                break;
            case RelationalProvider.Postgres when string.IsNullOrWhiteSpace(ConnectionString):
                throw new ValidationException("The storage needs a connection string: its provider is PostgreSQL.");
            case RelationalProvider.Postgres:
                CheckConnectionString(ConnectionString);
                break;
            default:
                throw new ValidationException($"The storage provider '{Provider}' is unknown: it is 'Sqlite' or 'Postgres'.");
        }

        if (BusyTimeout < TimeSpan.FromMilliseconds(100) || BusyTimeout > TimeSpan.FromMinutes(1))
        {
            throw new ValidationException($"The busy time-out of the storage is {BusyTimeout}: it is between 100 ms and 1 min.");
        }
    }

    private static void CheckConnectionString(string connectionString)
    {
        try
        {
            if (string.IsNullOrWhiteSpace(new NpgsqlConnectionStringBuilder(connectionString).Host))
            {
                throw new ValidationException("The connection string of the storage names no 'Host'.");
            }
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException)
        {
            // The text itself may hold a password and is not repeated.
            throw new ValidationException($"The connection string of the storage is not one of PostgreSQL: {exception.Message}", exception);
        }
    }

    private static string NameOf(NpgsqlConnectionStringBuilder settings) =>
        $"{settings.Host}:{settings.Port}/{settings.Database ?? settings.Username}";
}
