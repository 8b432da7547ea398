using System.Collections.Immutable;
using Twins.Storage.Relational.Schema;

namespace Twins.Storage.Relational;

/// <summary>The rows of one command, as they were read together.</summary>
internal sealed class CommandRecord
{
    public required CommandRow Row { get; init; }
    public required IReadOnlyList<CommandStageRow> Stages { get; init; }

    /// <summary>What is wrong with the rows; null when nothing is.</summary>
    public string? FindDamage()
    {
        if (RecordChecksum.Of(Row) != Row.Checksum)
        {
            return "the checksum of the command does not match its content";
        }

        if (!Guid.TryParseExact(Row.Id, "D", out _))
        {
            return "its id is not one";
        }

        if (Stages.Count != Row.StageCount)
        {
            return $"it has {Stages.Count} stages instead of {Row.StageCount}";
        }

        for (var number = 0; number < Stages.Count; number++)
        {
            if (Stages[number].Number != number || RecordChecksum.Of(Stages[number]) != Stages[number].Checksum)
            {
                return $"the checksum of its stage {number} does not match its content";
            }
        }

        return null;
    }

    public StoredCommand ToCommand() => new(
        Guid.ParseExact(Row.Id, "D"),
        Row.Device,
        Row.Point,
        Row.Request,
        Row.Fingerprint,
        StoredTime.ToTime(Row.RequestedAt),
        Row.ValidUntil is { } end ? StoredTime.ToTime(end) : null,
        Row.State,
        Row.IsOpen,
        [.. Stages.Select(stage => new StoredStage(stage.State, StoredTime.ToTime(stage.Time), stage.Reason, stage.Value))]);

    public static string KeyOf(Guid id) => id.ToString("D");

    public static CommandRow ToRow(StoredCommand command)
    {
        var row = new CommandRow
        {
            Id = KeyOf(command.Id),
            Device = command.Device,
            Point = command.Point,
            Request = command.Request,
            Fingerprint = command.Fingerprint,
            RequestedAt = StoredTime.Of(command.RequestedAt),
            ValidUntil = command.ValidUntil is { } end ? StoredTime.Of(end) : null,
            State = command.State,
            IsOpen = command.IsOpen,
            StageCount = command.Stages.Length,
        };
        row.Checksum = RecordChecksum.Of(row);
        return row;
    }

    /// <summary>How many of the new stages are the last stored ones: an attempt whose outcome its caller did not learn is being repeated.</summary>
    public static int CountRepeated(IReadOnlyList<CommandStageRow> stored, ImmutableArray<StoredStage> stages)
    {
        for (var count = Math.Min(stored.Count, stages.Length); count > 0; count--)
        {
            if (Enumerable.Range(0, count).All(index => IsSame(stored[stored.Count - count + index], stages[index])))
            {
                return count;
            }
        }

        return 0;
    }

    private static bool IsSame(CommandStageRow row, StoredStage stage) =>
        row.State == stage.State && row.Time == StoredTime.Of(stage.Time) && row.Reason == stage.Reason && row.Value == stage.Value;
}
