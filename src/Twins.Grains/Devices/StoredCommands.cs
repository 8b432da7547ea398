using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using Twins.Commands;
using Twins.Points;
using Twins.Storage.Relational;

namespace Twins.Grains.Devices;

/// <summary>Commands as they are stored, and back. Pure.</summary>
internal static class StoredCommands
{
    private const int Version = 1;

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    public static StoredCommand ToStored(Command command, bool isOpen) => new(
        command.Id,
        command.Device,
        command.Point,
        JsonSerializer.Serialize(
            new StoredRequest(Version, StoredValue.From(command.Value), command.ValidFor, command.Origin, command.Actor), Options),
        Fingerprint(command.Device, command.Point, command.Value, command.ValidFor),
        command.RequestedAt.ToDateTimeOffset(),
        command.ValidUntil?.ToDateTimeOffset(),
        command.State.ToString(),
        isOpen,
        ToStored(command, from: 0));

    /// <summary>The stages of a command from a position on.</summary>
    public static ImmutableArray<StoredStage> ToStored(Command command, int from) =>
        [.. command.Stages.Skip(from).Select(stage => ToStored(stage, command.Refusal))];

    /// <summary>The command of a record.</summary>
    /// <exception cref="FormatException">It was not written by this version, nor by an earlier one.</exception>
    public static Command FromStored(StoredCommand stored)
    {
        try
        {
            StoredRequest request = JsonSerializer.Deserialize<StoredRequest>(stored.Request, Options)!;
            if (request.Version != Version)
            {
                throw new FormatException($"command {stored.Id} is of version {request.Version}; this program knows {Version}");
            }

            StoredNote[] notes = [.. stored.Stages.Select(stage => Note(stage.Value))];
            return new Command(
                stored.Id,
                stored.Device,
                stored.Point,
                request.Value.ToValue(),
                request.ValidFor,
                stored.ValidUntil is { } until ? Timestamp.From(until) : null,
                request.Origin,
                request.Actor,
                Enum.Parse<CommandState>(stored.State),
                notes[^1].Refusal,
                [.. stored.Stages.Select((stage, index) => new CommandStage(
                    Enum.Parse<CommandState>(stage.State),
                    Timestamp.From(stage.Time),
                    stage.Reason,
                    notes[index].Actor,
                    notes[index].Value?.ToValue() ?? PointValue.None))]);
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException or NullReferenceException or IndexOutOfRangeException)
        {
            throw new FormatException($"command {stored.Id} cannot be understood: {exception.Message}", exception);
        }
    }

    /// <summary>Whether a request under a command's id asks for the same: device, point, value and validity.</summary>
    public static bool IsSame(Command command, string device, SetpointRequest request) =>
        Fingerprint(command.Device, command.Point, command.Value, command.ValidFor) == Fingerprint(device, request.Point, request.Value, request.ValidFor);

    private static string Fingerprint(string device, string point, PointValue value, TimeSpan? validFor) => Convert.ToHexStringLower(
        SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(new { device, point, value = StoredValue.From(value), validFor }, Options)));

    private static StoredStage ToStored(CommandStage stage, CommandRefusal refusal)
    {
        CommandRefusal own = stage.State == CommandState.Rejected ? refusal : CommandRefusal.None;
        bool isPlain = stage.Actor is null && !stage.Value.HasValue && own == CommandRefusal.None;
        return new StoredStage(
            stage.State.ToString(),
            stage.Time.ToDateTimeOffset(),
            stage.Reason,
            isPlain
                ? null
                : JsonSerializer.Serialize(new StoredNote(stage.Actor, stage.Value.HasValue ? StoredValue.From(stage.Value) : null, own), Options));
    }

    private static StoredNote Note(string? json) =>
        json is null ? new StoredNote(null, null, CommandRefusal.None) : JsonSerializer.Deserialize<StoredNote>(json, Options)!;

    private sealed record StoredRequest(int Version, StoredValue Value, TimeSpan? ValidFor, CommandOrigin Origin, string Actor);

    private sealed record StoredNote(string? Actor, StoredValue? Value, CommandRefusal Refusal);
}

/// <summary>A point's value in storage: one member is set, which names its shape.</summary>
internal sealed record StoredValue
{
    public double? Number { get; init; }

    public int? Enum { get; init; }

    public bool? Flag { get; init; }

    public string? Text { get; init; }

    /// <summary>Microseconds since 1970 in UTC.</summary>
    public long? Time { get; init; }

    /// <summary>Latitude and longitude in degrees.</summary>
    public double[]? Position { get; init; }

    public StoredEntry[]? Schedule { get; init; }

    public StoredValue[][]? Records { get; init; }

    public static StoredValue From(PointValue value) => value.Type switch
    {
        PointValueType.Number => new() { Number = value.Number },
        PointValueType.Enum => new() { Enum = value.EnumCode },
        PointValueType.Flag => new() { Flag = value.Flag },
        PointValueType.Time => new() { Time = value.Time.Microseconds },
        _ => value.Compound switch
        {
            TextValue text => new() { Text = text.Text },
            PositionValue position => new() { Position = [position.LatitudeDegrees, position.LongitudeDegrees] },
            ScheduleValue schedule => new()
            {
                Schedule = [.. schedule.Entries.Select(entry => new StoredEntry(entry.Start.Microseconds, entry.DurationSeconds, entry.Value))],
            },
            RecordsValue records => new() { Records = [.. records.Rows.Select(row => row.Select(From).ToArray())] },
            _ => new(),
        },
    };

    public PointValue ToValue() => this switch
    {
        { Number: { } number } => PointValue.FromNumber(number),
        { Enum: { } code } => PointValue.FromEnum(code),
        { Flag: { } flag } => PointValue.FromFlag(flag),
        { Text: { } text } => PointValue.FromText(text),
        { Time: { } time } => PointValue.FromTime(new Timestamp(time)),
        { Position: [var latitude, var longitude] } => PointValue.FromCompound(new PositionValue(latitude, longitude)),
        { Schedule: { } entries } => PointValue.FromCompound(new ScheduleValue(
            [.. entries.Select(entry => new ScheduleEntry(new Timestamp(entry.Start), entry.DurationSeconds, entry.Value))])),
        { Records: { } rows } => PointValue.FromCompound(new RecordsValue(
            [.. rows.Select(row => row.Select(field => field.ToValue()).ToImmutableArray())])),
        _ => PointValue.None,
    };
}

/// <summary>One entry of a stored schedule: the start in microseconds since 1970 in UTC.</summary>
internal readonly record struct StoredEntry(long Start, double DurationSeconds, double Value);
