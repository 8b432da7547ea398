using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Twins.Storage.Relational.Schema;

// What `dotnet ef` asks for when a migration is written; no database is contacted for it.

internal sealed class DesignTimeSqliteContext : IDesignTimeDbContextFactory<SqliteTwinsContext>
{
    public SqliteTwinsContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<SqliteTwinsContext>().UseSqlite("Data Source=:memory:").Options);
}

internal sealed class DesignTimePostgresContext : IDesignTimeDbContextFactory<PostgresTwinsContext>
{
    public PostgresTwinsContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<PostgresTwinsContext>().UseNpgsql("Host=localhost").Options);
}
