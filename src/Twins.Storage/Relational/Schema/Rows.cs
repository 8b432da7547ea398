namespace Twins.Storage.Relational.Schema;

// Only texts and whole numbers: SQLite reads any damaged cell as one of them, and the checksum decides whether to believe it.

/// <summary>A command; changed by appends only.</summary>
internal sealed class CommandRow
{
    public required string Id { get; init; }
    public required string Device { get; init; }
    public required string Point { get; init; }
    public required string Request { get; init; }
    public required string Fingerprint { get; init; }
    public required long RequestedAt { get; init; }
    public long? ValidUntil { get; init; }
    public required string State { get; set; }
    public required bool IsOpen { get; set; }

    /// <summary>How many stages belong to it, so that a lost one is noticed.</summary>
    public required long StageCount { get; set; }
    public long Checksum { get; set; }
}

/// <summary>A stage of a command; never changed.</summary>
internal sealed class CommandStageRow
{
    /// <summary>Ascending in the order in which stages were committed, over all commands.</summary>
    public required long Position { get; init; }
    public required string CommandId { get; init; }

    /// <summary>Which stage of its command, from 0.</summary>
    public required long Number { get; init; }
    public required string State { get; init; }
    public required long Time { get; init; }
    public string? Reason { get; init; }
    public string? Value { get; init; }
    public long Checksum { get; set; }
}

/// <summary>One part of a grain's state.</summary>
internal sealed class GrainStateRow
{
    public required string GrainType { get; init; }
    public required string Key { get; init; }
    public required string Part { get; init; }
    public required string ETag { get; set; }

    /// <summary>The version of the content's format.</summary>
    public required long Version { get; set; }
    public required string Content { get; set; }
    public long Checksum { get; set; }
}

/// <summary>A damaged record that was put aside.</summary>
internal sealed class QuarantineRow
{
    public long Number { get; init; }
    public required string Table { get; init; }
    public required string Key { get; init; }
    public string? Device { get; init; }
    public required string Reason { get; init; }
    public required long Time { get; init; }

    /// <summary>What could be read of it, as JSON.</summary>
    public required string Content { get; init; }
    public required bool Acknowledged { get; set; }
}

/// <summary>The last position that was given out.</summary>
internal sealed class PositionRow
{
    public required string Name { get; init; }
    public required long Value { get; set; }
}
