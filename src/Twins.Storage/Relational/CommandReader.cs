using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Twins.Storage.Relational.Schema;

namespace Twins.Storage.Relational;

/// <summary>Reads commands with their stages, each in one statement, so that an append in between cannot look like damage.</summary>
internal static class CommandReader
{
    /// <summary>The most commands that one call reads.</summary>
    public const int MaxCommands = 10_000;

    /// <summary>The commands that fit, each with what is wrong with it; a record that cannot be read at all is null.</summary>
    public static async Task<List<(string Key, CommandRecord? Record, string? Damage)>> ReadAsync(
        TwinsContext context, Expression<Func<CommandRow, bool>> which, CancellationToken cancellationToken)
    {
        try
        {
            var records = await Query(context, context.Commands.Where(which)).ToListAsync(cancellationToken).ConfigureAwait(false);
            return [.. records.Select(record => (record.Row.Id, (CommandRecord?)record, record.FindDamage()))];
        }
        catch (Exception exception) when (IsUnreadable(exception))
        {
            return await ReadSinglyAsync(context, which, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Whether a column holds what its type cannot be (NULL where there must be a value).</summary>
    public static bool IsUnreadable(Exception exception) => exception is InvalidOperationException or InvalidCastException or FormatException;

    private static async Task<List<(string, CommandRecord?, string?)>> ReadSinglyAsync(
        TwinsContext context, Expression<Func<CommandRow, bool>> which, CancellationToken cancellationToken)
    {
        List<(string, CommandRecord?, string?)> all = [];
        foreach (var id in await context.Commands.Where(which).Select(row => row.Id).Take(MaxCommands).ToListAsync(cancellationToken).ConfigureAwait(false))
        {
            try
            {
                var record = await Query(context, context.Commands.Where(row => row.Id == id)).SingleOrDefaultAsync(cancellationToken).ConfigureAwait(false);
                if (record is not null)
                {
                    all.Add((id, record, record.FindDamage()));
                }
            }
            catch (Exception exception) when (IsUnreadable(exception))
            {
                all.Add((id, null, $"it cannot be read: {exception.Message}"));
            }
        }

        return all;
    }

    private static IQueryable<CommandRecord> Query(TwinsContext context, IQueryable<CommandRow> commands) => commands
        .AsNoTracking()
        .OrderBy(row => row.Id)
        .Take(MaxCommands)
        .Select(row => new CommandRecord
        {
            Row = row,
            Stages = context.Stages.Where(stage => stage.CommandId == row.Id).OrderBy(stage => stage.Number).ToList(),
        });
}
