using System.Collections.Immutable;

namespace Twins.Storage.Relational;

/// <summary>
/// The durable record of commands. It is the truth about setpoints: a twin restores them from the open commands of its device. What a method
/// here has completed is on disk and survives the end of the process. Ids are kept for at least 31 days and are known on every silo.
/// </summary>
public interface ICommandStore
{
    /// <summary>Stores a new command with its first stages. A known id changes nothing.</summary>
    /// <returns>Whether the command was added; if not, the one that is known by this id. Compare its fingerprint.</returns>
    /// <exception cref="DamagedRecordException">The id is known, but its record is damaged: a new id is needed.</exception>
    /// <exception cref="StorageException">Nothing is known to be stored: the disk is full or the database does not answer. Ask again later.</exception>
    Task<CommandAddition> AddAsync(StoredCommand command, CancellationToken cancellationToken = default);

    /// <summary>
    /// Appends stages to a command and sets its state, in one transaction. Stages that are the last ones stored already are not stored twice,
    /// so a caller that does not know whether an attempt succeeded may repeat it.
    /// </summary>
    /// <exception cref="KeyNotFoundException">No command has this id.</exception>
    /// <exception cref="DamagedRecordException">The record of this command is damaged and in quarantine.</exception>
    /// <exception cref="StorageException">Nothing is known to be stored: the disk is full or the database does not answer. Ask again later.</exception>
    Task AppendAsync(
        Guid id, string state, bool isOpen, ImmutableArray<StoredStage> stages, CancellationToken cancellationToken = default);

    /// <summary>The command of an id; null when there is none.</summary>
    /// <exception cref="DamagedRecordException">The record of this command is damaged and in quarantine.</exception>
    /// <exception cref="StorageException">The database cannot be read now.</exception>
    Task<StoredCommand?> FindAsync(Guid id, CancellationToken cancellationToken = default);

    /// <summary>The open commands of a device, oldest first, and what about them can no longer be read.</summary>
    /// <exception cref="StorageException">The database cannot be read now.</exception>
    Task<OpenCommands> FindOpenAsync(string device, CancellationToken cancellationToken = default);
}

/// <summary>One step in the life of a command.</summary>
/// <param name="State">The state that it entered.</param>
/// <param name="Time">When, by the wall clock; stored to the microsecond, read back in UTC.</param>
/// <param name="Reason">Why, in one sentence; null when it needs none.</param>
/// <param name="Value">The value that belongs to the step (what was sent, what was read back) as JSON; null when none does.</param>
public sealed record StoredStage(string State, DateTimeOffset Time, string? Reason, string? Value);

/// <summary>A command as it is stored.</summary>
/// <param name="Id">The idempotency key: one id is one command, on the whole platform.</param>
/// <param name="Device">The device, as <c>site/device</c>.</param>
/// <param name="Point">The key of the setpoint.</param>
/// <param name="Request">The immutable request as versioned JSON; the store does not look inside.</param>
/// <param name="Fingerprint">Of device, point, value and validity, computed by the caller: the same id with another fingerprint is an error.</param>
/// <param name="RequestedAt">When it was asked for, by the wall clock; stored to the microsecond, read back in UTC.</param>
/// <param name="ValidUntil">When its lease ends, by the wall clock; null for one that holds until it is replaced.</param>
/// <param name="State">The state of its last stage.</param>
/// <param name="IsOpen">Whether it still says what the device should do.</param>
/// <param name="Stages">Its stages in the order in which they were stored.</param>
public sealed record StoredCommand(
    Guid Id,
    string Device,
    string Point,
    string Request,
    string Fingerprint,
    DateTimeOffset RequestedAt,
    DateTimeOffset? ValidUntil,
    string State,
    bool IsOpen,
    ImmutableArray<StoredStage> Stages);

/// <summary>The outcome of an addition.</summary>
/// <param name="Added">Whether the command is new.</param>
/// <param name="Command">The command as it is stored: the known one when it was not added.</param>
public readonly record struct CommandAddition(bool Added, StoredCommand Command);

/// <summary>What a device is restored from.</summary>
/// <param name="Commands">The open commands, oldest first.</param>
/// <param name="Damaged">
/// Records in quarantine that were, or may have been, open commands of this device; they come back until they are acknowledged
/// (<see cref="IQuarantine"/>).
/// </param>
public sealed record OpenCommands(ImmutableArray<StoredCommand> Commands, ImmutableArray<DamagedRecord> Damaged);

/// <summary>A record that could not be read and was put aside.</summary>
/// <param name="Place">The table and the key, as <c>commands/019…</c>, or the file.</param>
/// <param name="Reason">What is wrong with it, in one sentence.</param>
public sealed record DamagedRecord(string Place, string Reason);
