using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Twins.Storage.Relational;

/// <summary>
/// Copies what can still be read of a damaged SQLite file into the new one. A table is read from both its ends until SQLite meets the damaged
/// place, so that one bad page costs its own rows only; the checksums of the rows decide later whether they are believed.
/// </summary>
internal static partial class SqliteSalvage
{
    // A command before its stages: they refer to it.
    private static readonly string[] Tables = ["commands", "command_stages", "grain_states", "quarantine", "positions"];
    private static readonly string[] Directions = ["ASC", "DESC"];

    /// <summary>The number of rows that were copied.</summary>
    public static int Copy(string damaged, string path, ILogger logger)
    {
        try
        {
            // Read-only: the damaged file stays what it is.
            using var source = Open(damaged, SqliteOpenMode.ReadOnly);

            // Lets SQLite read a file that is shorter than it says (sqlite.org/pragma.html#pragma_writable_schema).
            Execute(source, "PRAGMA writable_schema=ON");
            using var target = Open(path, SqliteOpenMode.ReadWrite);
            using var transaction = target.BeginTransaction();
            var copied = Tables.Sum(table => Directions.Sum(direction => Copy(source, target, table, direction, logger)));
            transaction.Commit();
            return copied;
        }
        catch (SqliteException failure)
        {
            LogUnreadable(logger, damaged, failure.Message);
            return 0;
        }
    }

    private static int Copy(SqliteConnection source, SqliteConnection target, string table, string direction, ILogger logger)
    {
        var columns = ColumnsOf(target, table);
        var names = string.Join(", ", columns.Select(column => $"\"{column}\""));
        using var insert = target.CreateCommand();
        insert.CommandText = $"INSERT OR IGNORE INTO {table} ({names}) VALUES ({string.Join(", ", columns.Select(column => $"${column}"))})";
        foreach (var column in columns)
        {
            insert.Parameters.Add(new SqliteParameter($"${column}", null));
        }

        var copied = 0;
        try
        {
            using var select = source.CreateCommand();
            select.CommandText = $"SELECT {names} FROM {table} NOT INDEXED ORDER BY rowid {direction}";
            using var rows = select.ExecuteReader();
            while (rows.Read())
            {
                for (var column = 0; column < columns.Count; column++)
                {
                    insert.Parameters[column].Value = rows.GetValue(column);
                }

                copied += Insert(insert);
            }
        }
        catch (SqliteException failure)
        {
            LogTable(logger, table, direction, copied, failure.Message);
        }

        return copied;
    }

    /// <summary>A row that the tables refuse (a stage whose command is lost, a column without a value) is left behind.</summary>
    private static int Insert(SqliteCommand insert)
    {
        try
        {
            return insert.ExecuteNonQuery();
        }
        catch (SqliteException failure) when (failure.SqliteErrorCode == SqliteCodes.Constraint)
        {
            return 0;
        }
    }

    private static List<string> ColumnsOf(SqliteConnection connection, string table)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT name FROM pragma_table_info('{table}')";
        using var rows = command.ExecuteReader();
        List<string> columns = [];
        while (rows.Read())
        {
            columns.Add(rows.GetString(0));
        }

        return columns;
    }

    private static SqliteConnection Open(string path, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, ForeignKeys = true, Pooling = false }.ToString());
        connection.Open();
        Execute(connection, "PRAGMA synchronous=FULL");
        return connection;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Nothing can be read of the damaged database {Path}: {Reason}")]
    private static partial void LogUnreadable(ILogger logger, string path, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Of the damaged table {Table}, read {Direction}, {Count} rows were new and could be copied: {Reason}")]
    private static partial void LogTable(ILogger logger, string table, string direction, int count, string reason);
}
