using Microsoft.EntityFrameworkCore;
using Twins.Storage.Relational.Schema;

namespace Twins.Storage.Relational;

/// <summary>
/// What the writes of one transaction share: the context, the rows of the commands that they name, and the next position of a stage.
/// </summary>
internal sealed class WriteBatch
{
    // Any number that nothing else in the database uses: commits of all silos follow one another, so that positions are in commit order.
    private const string BeginPostgres = "SELECT pg_advisory_xact_lock(8246110217); SET LOCAL synchronous_commit = on";
    private const string StagePosition = "command_stages";

    private readonly Dictionary<string, CommandRow> _commands;
    private readonly Dictionary<string, List<CommandStageRow>> _stages;
    private readonly Dictionary<string, QuarantineRow> _quarantined;
    private readonly PositionRow? _position;
    private long _lastPosition;

    private WriteBatch(
        TwinsContext context,
        Dictionary<string, CommandRow> commands,
        Dictionary<string, List<CommandStageRow>> stages,
        Dictionary<string, QuarantineRow> quarantined,
        PositionRow? position,
        long last)
    {
        Context = context;
        _commands = commands;
        _stages = stages;
        _quarantined = quarantined;
        _position = position;
        _lastPosition = last;
    }

    public TwinsContext Context { get; }

    public static async Task<WriteBatch> BeginAsync(TwinsContext context, bool isSqlite, IEnumerable<string?> named)
    {
        if (!isSqlite)
        {
            await context.Database.ExecuteSqlRawAsync(BeginPostgres).ConfigureAwait(false);
        }

        var ids = named.OfType<string>().Distinct(StringComparer.Ordinal).ToArray();
        if (ids.Length == 0)
        {
            return new WriteBatch(context, [], [], [], null, 0);
        }

        var commands = await context.Commands.Where(row => ids.Contains(row.Id)).ToDictionaryAsync(row => row.Id, StringComparer.Ordinal)
            .ConfigureAwait(false);
        var stages = commands.Count == 0
            ? []
            : await context.Stages.AsNoTracking().Where(row => ids.Contains(row.CommandId)).OrderBy(row => row.Position).ToListAsync().ConfigureAwait(false);
        var quarantined = await context.Quarantine.AsNoTracking().Where(row => row.Table == Tables.Commands && ids.Contains(row.Key)).ToListAsync()
            .ConfigureAwait(false);
        var position = await context.Positions.SingleOrDefaultAsync(row => row.Name == StagePosition).ConfigureAwait(false);

        // The larger of both: a damaged counter must not make every further stage collide with one that is stored.
        var last = await context.Stages.MaxAsync(row => (long?)row.Position).ConfigureAwait(false) ?? 0;
        return new WriteBatch(
            context,
            commands,
            stages.GroupBy(row => row.CommandId, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.ToList(), StringComparer.Ordinal),
            quarantined.DistinctBy(row => row.Key, StringComparer.Ordinal).ToDictionary(row => row.Key, StringComparer.Ordinal),
            position,
            Math.Max(last, position?.Value ?? 0));
    }

    /// <summary>A command that a write has named; null when there is none.</summary>
    public CommandRow? Find(string id) => _commands.GetValueOrDefault(id);

    /// <summary>Why a command that a write has named is in quarantine; null when it is not.</summary>
    public DamagedRecord? FindQuarantined(string id) =>
        _quarantined.TryGetValue(id, out var entry) ? new DamagedRecord($"{entry.Table}/{entry.Key}", entry.Reason) : null;

    /// <summary>The stages of a command that a write has named, in their order.</summary>
    public IReadOnlyList<CommandStageRow> StagesOf(string id) => _stages.GetValueOrDefault(id, []);

    public void Add(CommandRow row)
    {
        Context.Commands.Add(row);
        _commands.Add(row.Id, row);
    }

    public void Append(string id, StoredStage stage)
    {
        if (!_stages.TryGetValue(id, out var stages))
        {
            _stages.Add(id, stages = []);
        }

        var row = new CommandStageRow
        {
            Position = ++_lastPosition,
            CommandId = id,
            Number = stages.Count == 0 ? 0 : stages[^1].Number + 1,
            State = stage.State,
            Time = StoredTime.Of(stage.Time),
            Reason = stage.Reason,
            Value = stage.Value,
        };
        row.Checksum = RecordChecksum.Of(row);
        stages.Add(row);
        Context.Stages.Add(row);
    }

    /// <summary>Stores the last position together with the rows that have it.</summary>
    public void End()
    {
        if (_position is not null)
        {
            _position.Value = _lastPosition;
        }
        else if (_lastPosition > 0)
        {
            Context.Positions.Add(new PositionRow { Name = StagePosition, Value = _lastPosition });
        }
    }
}
