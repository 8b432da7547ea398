using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Twins.Storage.Relational;

/// <summary>The SQLite file of a data folder, owned by one process. A file that SQLite cannot read is put aside; a new one takes its place.</summary>
internal sealed partial class SqliteFile : IDisposable
{
    private const string LockName = "twins.lock";
    private static readonly string[] Companions = ["", "-wal", "-shm"];

    private readonly FileStream _lock;

    private SqliteFile(FileStream @lock) => _lock = @lock;

    public void Dispose() => _lock.Dispose();

    /// <exception cref="StorageException">Another process uses the folder, or it cannot be used.</exception>
    public static SqliteFile Open(RelationalStorageOptions options, TimeProvider time, ILogger logger, out DamagedRecord? damaged)
    {
        DataFolder.RefuseEarlierFormat(options.Folder!);
        var file = new SqliteFile(Lock(Path.GetFullPath(options.Folder!)));
        try
        {
            damaged = FindDamage(options.FilePath) is { } damage ? PutAside(options.FilePath, damage, time, logger) : null;
            UseWriteAheadLog(options.FilePath);
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static FileStream Lock(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            return new FileStream(Path.Combine(folder, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"The data folder '{folder}' cannot be used, or another process uses it: {exception.Message}", exception);
        }
    }

    /// <summary>What SQLite says about the file; null when it is sound or not there.</summary>
    private static string? FindDamage(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            var answer = Ask(path, "PRAGMA quick_check(1)");
            return answer == "ok" ? null : answer.ReplaceLineEndings(" ");
        }
        catch (SqliteException failure) when (failure.SqliteErrorCode is SqliteCodes.Corrupt or SqliteCodes.NotADatabase)
        {
            return failure.Message;
        }
    }

    private static DamagedRecord PutAside(string path, string damage, TimeProvider time, ILogger logger)
    {
        var stamp = time.GetUtcNow().ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var aside = $"{path}.damaged-{stamp}";
        for (var number = 2; File.Exists(aside); number++)
        {
            aside = $"{path}.damaged-{stamp}-{number}";
        }

        foreach (var companion in Companions.Where(companion => File.Exists(path + companion)))
        {
            File.Move(path + companion, aside + companion);
        }

        LogPutAside(logger, path, aside, damage);
        return new DamagedRecord(aside, $"The database '{path}' could not be read ({damage}); it was renamed to '{aside}', and a new one was begun.");
    }

    private static void UseWriteAheadLog(string path)
    {
        var mode = Ask(path, "PRAGMA journal_mode=WAL");
        if (mode != "wal")
        {
            throw new StorageException($"The file system of '{path}' cannot hold a write-ahead log (SQLite answers '{mode}'): name a local folder.");
        }
    }

    private static string Ask(string path, string pragma)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = pragma;
        return Convert.ToString(command.ExecuteScalar(), CultureInfo.InvariantCulture) ?? "";
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The database {Path} could not be read and was renamed to {Aside}; a new one was begun: {Damage}")]
    private static partial void LogPutAside(ILogger logger, string path, string aside, string damage);
}
