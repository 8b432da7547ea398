using Microsoft.EntityFrameworkCore;

namespace Twins.Storage.Relational.Schema;

/// <summary>The tables. Each provider has a context of its own, and with it a set of migrations of its own.</summary>
internal abstract class TwinsContext(DbContextOptions options) : DbContext(options)
{
    public DbSet<CommandRow> Commands => Set<CommandRow>();
    public DbSet<CommandStageRow> Stages => Set<CommandStageRow>();
    public DbSet<GrainStateRow> GrainStates => Set<GrainStateRow>();
    public DbSet<QuarantineRow> Quarantine => Set<QuarantineRow>();
    public DbSet<PositionRow> Positions => Set<PositionRow>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<CommandRow>(command =>
        {
            command.ToTable("commands").HasKey(row => row.Id).HasName("pk_commands");
            command.Property(row => row.Id).HasColumnName("id");
            command.Property(row => row.Device).HasColumnName("device");
            command.Property(row => row.Point).HasColumnName("point");
            command.Property(row => row.Request).HasColumnName("request");
            command.Property(row => row.Fingerprint).HasColumnName("fingerprint");
            command.Property(row => row.RequestedAt).HasColumnName("requested_at");
            command.Property(row => row.ValidUntil).HasColumnName("valid_until");
            command.Property(row => row.State).HasColumnName("state");
            command.Property(row => row.IsOpen).HasColumnName("is_open");
            command.Property(row => row.StageCount).HasColumnName("stage_count");
            command.Property(row => row.Checksum).HasColumnName("checksum");
            command.HasIndex(row => row.Device).HasFilter("is_open").HasDatabaseName("ix_commands_open");
        });
        modelBuilder.Entity<CommandStageRow>(stage =>
        {
            stage.ToTable("command_stages").HasKey(row => row.Position).HasName("pk_command_stages");
            stage.Property(row => row.Position).HasColumnName("position").ValueGeneratedNever();
            stage.Property(row => row.CommandId).HasColumnName("command_id");
            stage.Property(row => row.Number).HasColumnName("number");
            stage.Property(row => row.State).HasColumnName("state");
            stage.Property(row => row.Time).HasColumnName("time");
            stage.Property(row => row.Reason).HasColumnName("reason");
            stage.Property(row => row.Value).HasColumnName("value");
            stage.Property(row => row.Checksum).HasColumnName("checksum");
            stage.HasIndex(row => new { row.CommandId, row.Number }).IsUnique().HasDatabaseName("ix_command_stages_command");
            stage.HasOne<CommandRow>().WithMany().HasForeignKey(row => row.CommandId).HasConstraintName("fk_command_stages_command")
                .OnDelete(DeleteBehavior.Restrict);
        });
        modelBuilder.Entity<GrainStateRow>(state =>
        {
            state.ToTable("grain_states").HasKey(row => new { row.GrainType, row.Key, row.Part }).HasName("pk_grain_states");
            state.Property(row => row.GrainType).HasColumnName("grain_type");
            state.Property(row => row.Key).HasColumnName("key");
            state.Property(row => row.Part).HasColumnName("part");
            state.Property(row => row.ETag).HasColumnName("etag");
            state.Property(row => row.Version).HasColumnName("version");
            state.Property(row => row.Content).HasColumnName("content");
            state.Property(row => row.Checksum).HasColumnName("checksum");
        });
        modelBuilder.Entity<QuarantineRow>(entry =>
        {
            entry.ToTable("quarantine").HasKey(row => row.Number).HasName("pk_quarantine");
            entry.Property(row => row.Number).HasColumnName("number");
            entry.Property(row => row.Table).HasColumnName("record_table");
            entry.Property(row => row.Key).HasColumnName("record_key");
            entry.Property(row => row.Device).HasColumnName("device");
            entry.Property(row => row.Reason).HasColumnName("reason");
            entry.Property(row => row.Time).HasColumnName("time");
            entry.Property(row => row.Content).HasColumnName("content");
            entry.Property(row => row.Acknowledged).HasColumnName("acknowledged");
            entry.HasIndex(row => new { row.Table, row.Key }).HasDatabaseName("ix_quarantine_record");
        });
        modelBuilder.Entity<PositionRow>(position =>
        {
            position.ToTable("positions").HasKey(row => row.Name).HasName("pk_positions");
            position.Property(row => row.Name).HasColumnName("name");
            position.Property(row => row.Value).HasColumnName("value");
        });
    }
}

internal sealed class SqliteTwinsContext(DbContextOptions<SqliteTwinsContext> options) : TwinsContext(options);

internal sealed class PostgresTwinsContext(DbContextOptions<PostgresTwinsContext> options) : TwinsContext(options);
