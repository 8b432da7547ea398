using Microsoft.EntityFrameworkCore;
using Twins.Storage.Relational.Schema;

namespace Twins.Storage.Relational;

/// <summary>Brings a database to the schema of this version, or refuses it.</summary>
internal static class SchemaUpdate
{
    // Any number that nothing else in the database uses; silos that start together follow one another.
    private const string Lock = "SELECT pg_advisory_lock(8246110218)";
    private const string Unlock = "SELECT pg_advisory_unlock(8246110218)";

    // EF's own lock of SQLite is a table that a process killed during a migration leaves behind; the next start would wait for it for ever.
    // Here the folder's lock file keeps others out.
    private const string RemoveLeftLock = "DROP TABLE IF EXISTS \"__EFMigrationsLock\"";

    /// <exception cref="NewerSchemaException">A newer version wrote the database.</exception>
    public static async Task RunAsync(TwinsContext context, string database, CancellationToken cancellationToken)
    {
        var isSqlite = context is SqliteTwinsContext;

        // One session for lock and migration.
        await context.Database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await context.Database.ExecuteSqlRawAsync(isSqlite ? RemoveLeftLock : Lock, cancellationToken).ConfigureAwait(false);
            var known = context.Database.GetMigrations().ToHashSet(StringComparer.Ordinal);
            var applied = (await context.Database.GetAppliedMigrationsAsync(cancellationToken).ConfigureAwait(false)).ToList();
            if (applied.Find(migration => !known.Contains(migration)) is { } unknown)
            {
                throw new NewerSchemaException(database, unknown);
            }

            if (applied.Count < known.Count)
            {
                await context.Database.MigrateAsync(cancellationToken).ConfigureAwait(false);
            }

            if (!isSqlite)
            {
                await context.Database.ExecuteSqlRawAsync(Unlock, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            // A session lock that was not released ends here, too: closing resets the pooled session.
            await context.Database.CloseConnectionAsync().ConfigureAwait(false);
        }
    }
}
