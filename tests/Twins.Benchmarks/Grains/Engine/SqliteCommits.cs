using Microsoft.Data.Sqlite;

namespace Twins.Benchmarks.Grains.Engine;

/// <summary>The least that a durable write costs on this disk: SQLite commits of one row, each flushed, with the settings of the product.</summary>
internal sealed record SqliteCommits(double PerSecond, double MedianMs, double P99Ms)
{
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(2);

    /// <summary>Commits one row after the other for a while.</summary>
    public static SqliteCommits Measure()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("twins-bench-");
        List<double> times = [];
        double seconds;
        using (var connection = new SqliteConnection($"Data Source={Path.Combine(folder.FullName, "yardstick.db")};Pooling=False"))
        {
            connection.Open();
            Execute(connection, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE rows (id INTEGER PRIMARY KEY, content TEXT)");
            using SqliteCommand insert = connection.CreateCommand();
            insert.CommandText = "INSERT INTO rows (content) VALUES ($content)";
            insert.Parameters.AddWithValue("$content", new string('x', 500));
            long begin = TimeProvider.System.GetTimestamp();
            while (TimeProvider.System.GetElapsedTime(begin) < Duration)
            {
                long start = TimeProvider.System.GetTimestamp();
                insert.ExecuteNonQuery();
                times.Add(TimeProvider.System.GetElapsedTime(start).TotalMilliseconds);
            }

            seconds = TimeProvider.System.GetElapsedTime(begin).TotalSeconds;
        }

        folder.Delete(recursive: true);
        times.Sort();
        return new SqliteCommits(times.Count / seconds, times[times.Count / 2], times[(int)Math.Ceiling(0.99 * times.Count) - 1]);
    }

    private static void Execute(SqliteConnection connection, string text)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = text;
        command.ExecuteNonQuery();
    }
}
