using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Twins.Storage.Relational.Schema;

namespace Twins.Storage.Relational;

/// <summary>The commands in the relational store.</summary>
internal sealed class CommandStore(RelationalStore store, Quarantine quarantine) : ICommandStore
{
    /// <summary>The most characters that one command or one append may bring.</summary>
    public const int MaxLength = 1 << 20;

    public async Task<CommandAddition> AddAsync(StoredCommand command, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(command);
        if (string.IsNullOrEmpty(command.Device))
        {
            throw new ArgumentException("A command belongs to a device.", nameof(command));
        }

        command = command with { Stages = command.Stages.IsDefault ? [] : command.Stages };
        CheckLength(command.Stages, command.Request.Length + command.Fingerprint.Length, nameof(command));
        var key = CommandRecord.KeyOf(command.Id);
        return await ChangeAsync(key, Add, cancellationToken).ConfigureAwait(false);

        CommandAddition Add(WriteBatch batch)
        {
            if (FindSound(batch, key) is { } known)
            {
                return new CommandAddition(Added: false, known.ToCommand());
            }

            batch.Add(CommandRecord.ToRow(command));
            foreach (var stage in command.Stages)
            {
                batch.Append(key, stage);
            }

            return new CommandAddition(Added: true, new CommandRecord { Row = batch.Find(key)!, Stages = batch.StagesOf(key) }.ToCommand());
        }
    }

    public async Task AppendAsync(
        Guid id, string state, bool isOpen, ImmutableArray<StoredStage> stages, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(state);
        stages = stages.IsDefault ? [] : stages;
        CheckLength(stages, 0, nameof(stages));
        var key = CommandRecord.KeyOf(id);
        await ChangeAsync(key, Append, cancellationToken).ConfigureAwait(false);

        bool Append(WriteBatch batch)
        {
            var record = FindSound(batch, key) ?? throw new RefusedWriteException(new KeyNotFoundException($"No command has the id '{key}'."));
            foreach (var stage in stages.Skip(CommandRecord.CountRepeated(record.Stages, stages)))
            {
                batch.Append(key, stage);
            }

            record.Row.State = state;
            record.Row.IsOpen = isOpen;
            record.Row.StageCount = batch.StagesOf(key).Count;
            record.Row.Checksum = RecordChecksum.Of(record.Row);
            return true;
        }
    }

    public async Task<StoredCommand?> FindAsync(Guid id, CancellationToken cancellationToken = default)
    {
        var key = CommandRecord.KeyOf(id);
        var (found, damaged) = await ReadAsync(row => row.Id == key, cancellationToken).ConfigureAwait(false);
        if (found is [var record])
        {
            return record.ToCommand();
        }

        var entry = damaged.FirstOrDefault() ?? await quarantine.FindCommandAsync(key, cancellationToken).ConfigureAwait(false);
        return entry is null ? null : throw new DamagedRecordException(entry);
    }

    public async Task<OpenCommands> FindOpenAsync(string device, CancellationToken cancellationToken = default)
    {
        var (found, damaged) = await ReadAsync(row => row.Device == device && row.IsOpen, cancellationToken).ConfigureAwait(false);
        var before = await quarantine.FindOfDeviceAsync(device, cancellationToken).ConfigureAwait(false);
        return new OpenCommands(
            [.. found.OrderBy(record => record.Row.RequestedAt).ThenBy(record => record.Row.Id, StringComparer.Ordinal).Select(record => record.ToCommand())],
            [.. before.Union(damaged)]);
    }

    /// <summary>The sound ones of the commands that fit, and the others, which are in quarantine from now on.</summary>
    private async Task<(List<CommandRecord> Sound, List<DamagedRecord> Damaged)> ReadAsync(
        System.Linq.Expressions.Expression<Func<CommandRow, bool>> which, CancellationToken cancellationToken)
    {
        var read = await store.ReadAsync((context, ct) => CommandReader.ReadAsync(context, which, ct), cancellationToken).ConfigureAwait(false);
        List<CommandRecord> sound = [];
        List<DamagedRecord> damaged = [];
        foreach (var (key, record, damage) in read)
        {
            if (damage is null)
            {
                sound.Add(record!);
            }
            else
            {
                damaged.Add(await quarantine.MoveCommandAsync(key, damage, cancellationToken).ConfigureAwait(false));
            }
        }

        return (sound, damaged);
    }

    private async Task<T> ChangeAsync<T>(string key, Func<WriteBatch, T> change, CancellationToken cancellationToken)
    {
        try
        {
            return await store.WriteAsync((batch, _) => Task.FromResult(change(batch)), key, cancellationToken).ConfigureAwait(false);
        }
        catch (DamagedRecordException damaged)
        {
            await quarantine.MoveCommandAsync(key, damaged.Record.Reason, cancellationToken).ConfigureAwait(false);
            throw;
        }
    }

    private static CommandRecord? FindSound(WriteBatch batch, string key)
    {
        if (batch.FindQuarantined(key) is { } entry)
        {
            throw new RefusedWriteException(new DamagedRecordException(entry));
        }

        if (batch.Find(key) is not { } row)
        {
            return null;
        }

        var record = new CommandRecord { Row = row, Stages = batch.StagesOf(key) };
        return record.FindDamage() is { } damage
            ? throw new RefusedWriteException(new DamagedRecordException(new DamagedRecord($"{Tables.Commands}/{key}", damage)))
            : record;
    }

    private static void CheckLength(ImmutableArray<StoredStage> stages, long others, string parameter)
    {
        var length = others + stages.Sum(stage => (long)stage.State.Length + (stage.Reason?.Length ?? 0) + (stage.Value?.Length ?? 0));
        if (length > MaxLength)
        {
            throw new ArgumentException($"A command is stored with at most {MaxLength} characters; these are {length}.", parameter);
        }
    }
}
