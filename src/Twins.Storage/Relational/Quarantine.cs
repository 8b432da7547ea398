using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Twins.Storage.Relational.Schema;

namespace Twins.Storage.Relational;

/// <summary>Moves damaged records aside, once each and with one line of the log.</summary>
internal sealed partial class Quarantine(RelationalStore store, TimeProvider time, ILogger<Quarantine> logger) : IQuarantine
{
    public const int MaxListed = 1000;

    public Task<ImmutableArray<QuarantinedRecord>> ListAsync(string? table = null, CancellationToken cancellationToken = default) =>
        ListAsync(row => !row.Acknowledged && (table == null || row.Table == table), cancellationToken);

    public Task<bool> AcknowledgeAsync(long number, CancellationToken cancellationToken = default) => store.WriteAsync(
        async (batch, ct) =>
        {
            var row = await batch.Context.Quarantine.FindAsync([number], ct).ConfigureAwait(false);
            row?.Acknowledged = true;
            return row is not null;
        },
        cancellationToken: cancellationToken);

    /// <summary>The entry of a command, acknowledged or not; null when it has none.</summary>
    public async Task<DamagedRecord?> FindCommandAsync(string id, CancellationToken cancellationToken)
    {
        var found = await ListAsync(row => row.Table == Tables.Commands && row.Key == id, cancellationToken).ConfigureAwait(false);
        return found.FirstOrDefault()?.ToDamagedRecord();
    }

    /// <summary>What may have held open commands of a device: its own damaged commands, those of no known device, and whole files.</summary>
    public async Task<IEnumerable<DamagedRecord>> FindOfDeviceAsync(string device, CancellationToken cancellationToken)
    {
        var found = await ListAsync(
            row => !row.Acknowledged && (row.Table == Tables.File || (row.Table == Tables.Commands && (row.Device == null || row.Device == device))),
            cancellationToken).ConfigureAwait(false);
        return found.Select(entry => entry.ToDamagedRecord());
    }

    /// <summary>Moves a command with its stages. A failure of the storage is logged: the record stays and is met again.</summary>
    public Task<DamagedRecord> MoveCommandAsync(string id, string damage, CancellationToken cancellationToken) => MoveAsync(
        Tables.Commands,
        id,
        damage,
        async (context, ct) =>
        {
            var (_, record, found) = (await CommandReader.ReadAsync(context, row => row.Id == id, ct).ConfigureAwait(false)).SingleOrDefault();
            if (found is null)
            {
                return null;
            }

            await context.Stages.Where(stage => stage.CommandId == id).ExecuteDeleteAsync(ct).ConfigureAwait(false);
            await context.Commands.Where(row => row.Id == id).ExecuteDeleteAsync(ct).ConfigureAwait(false);
            return new Content(await FindDeviceAsync(context, record?.Row.Device, ct).ConfigureAwait(false), record);
        },
        cancellationToken);

    /// <summary>Moves a part of a grain's state.</summary>
    public Task<DamagedRecord> MoveGrainStateAsync(string type, string key, string part, string etag, string damage, CancellationToken cancellationToken) =>
        MoveAsync(
            Tables.GrainStates,
            $"{type}/{key}={part}",
            damage,
            async (context, ct) =>
            {
                var which = context.GrainStates.Where(row => row.GrainType == type && row.Key == key && row.Part == part && row.ETag == etag);
                var content = await which.Select(row => row.Content).SingleOrDefaultAsync(ct).ConfigureAwait(false);
                return await which.ExecuteDeleteAsync(ct).ConfigureAwait(false) == 0 ? null : new Content(null, content);
            },
            cancellationToken);

    /// <summary>Notes that a whole file was put aside.</summary>
    public Task AddFileAsync(string path, string damage, CancellationToken cancellationToken) =>
        MoveAsync(Tables.File, path, damage, (_, _) => Task.FromResult<Content?>(new Content(null, null)), cancellationToken);

    private async Task<DamagedRecord> MoveAsync(
        string table, string key, string damage, Func<TwinsContext, CancellationToken, Task<Content?>> take, CancellationToken cancellationToken)
    {
        try
        {
            var moved = await store.WriteAsync(
                async (batch, ct) =>
                {
                    if (await take(batch.Context, ct).ConfigureAwait(false) is not { } content)
                    {
                        return false;
                    }

                    batch.Context.Quarantine.Add(new QuarantineRow
                    {
                        Table = table,
                        Key = key,
                        Device = content.Device,
                        Reason = damage,
                        Time = StoredTime.Of(time.GetUtcNow()),
                        Content = JsonSerializer.Serialize(content.Record),
                        Acknowledged = false,
                    });
                    return true;
                },
                cancellationToken: cancellationToken).ConfigureAwait(false);
            // The line about a file says more and was written where it was renamed.
            if (moved && table != Tables.File)
            {
                LogMoved(table, key, damage);
            }
        }
        catch (StorageException failure)
        {
            LogNotMoved(failure, table, key, damage);
        }

        return new DamagedRecord($"{table}/{key}", damage);
    }

    /// <summary>The device of a damaged row is believed when sound rows know it, too; otherwise the damage concerns every device.</summary>
    private static async Task<string?> FindDeviceAsync(TwinsContext context, string? device, CancellationToken cancellationToken) =>
        device is not null && await context.Commands.AnyAsync(row => row.Device == device, cancellationToken).ConfigureAwait(false) ? device : null;

    private async Task<ImmutableArray<QuarantinedRecord>> ListAsync(
        System.Linq.Expressions.Expression<Func<QuarantineRow, bool>> which, CancellationToken cancellationToken)
    {
        var rows = await store.ReadAsync(
            (context, ct) => context.Quarantine.AsNoTracking().Where(which).OrderBy(row => row.Number).Take(MaxListed).ToListAsync(ct),
            cancellationToken).ConfigureAwait(false);
        return [.. rows.Select(row => new QuarantinedRecord(row.Number, row.Table, row.Key, row.Device, row.Reason, StoredTime.ToTime(row.Time)))];
    }

    private sealed record Content(string? Device, object? Record);

    [LoggerMessage(Level = LogLevel.Error, Message = "The stored record {Table}/{Key} is damaged and was put into quarantine: {Damage}")]
    private partial void LogMoved(string table, string key, string damage);

    [LoggerMessage(Level = LogLevel.Error, Message = "The stored record {Table}/{Key} is damaged ({Damage}) and could not be put into quarantine")]
    private partial void LogNotMoved(Exception reason, string table, string key, string damage);
}
