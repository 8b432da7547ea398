using System.Globalization;
using Twins.Commands;
using Twins.Connections;
using Twins.Devices;
using Twins.Points;

namespace Twins.Grains.Devices;

/// <summary>Where a setpoint stands. While a write is with the adapter nothing else is sent for this setpoint: its result decides.</summary>
internal enum SetpointPhase
{
    /// <summary>Nothing that was asked for stands.</summary>
    Idle,

    /// <summary>A new command is with the adapter.</summary>
    Writing,

    /// <summary>A command stands, and what the device follows is known.</summary>
    Holding,

    /// <summary>A command stands, and whether the device follows it is not known.</summary>
    Unconfirmed,

    /// <summary>What stands is with the adapter again, after a restart or a reconnection.</summary>
    Redriving,

    /// <summary>What stood has ended; the safe value is to be driven, at once or after a pause.</summary>
    Ended,

    /// <summary>The safe value is with the adapter.</summary>
    Reverting,
}

/// <summary>What is to be done next, decided by <see cref="Setpoint"/> and carried out by <see cref="TwinSetpoints"/>.</summary>
internal abstract record SetpointAction
{
    /// <summary>Have the adapter write, and hand its result to <see cref="Setpoint.OnWritten"/>.</summary>
    /// <param name="CommandId">The command on whose account it is written.</param>
    /// <param name="Value">What to write.</param>
    /// <param name="HoldFor">How long the adapter keeps it against the device's watchdog; null for latched values, and for the safe value.</param>
    public sealed record Write(Guid CommandId, PointValue Value, TimeSpan? HoldFor) : SetpointAction;

    /// <summary>Store the command's latest stages; nothing waits for it but the answer.</summary>
    /// <param name="Command">The command.</param>
    /// <param name="Stands">Whether it still stands, and so is restored after a restart.</param>
    public sealed record Store(Command Command, bool Stands) : SetpointAction;

    /// <summary>The status changed: tell those who watch.</summary>
    public sealed record Show : SetpointAction;
}

/// <summary>
/// The whole state machine of one setpoint, and the only place that decides what is sent next. Pure: events in, actions out. It sees a
/// command once its request is stored. Elapsed time alone ends what stands; the wall clock only labels it.
/// </summary>
internal sealed class Setpoint(int ordinal, PointDefinition point, SetpointEnvelope envelope)
{
    private const string Platform = "platform";

    // A label that is off by no more than this is left alone: clocks are corrected all the time.
    private static readonly TimeSpan LabelTolerance = TimeSpan.FromSeconds(1);

    private readonly List<SetpointAction> _actions = [];
    private SetpointPhase _phase;
    private long _newest = long.MinValue;
    private Entry? _next;
    private Entry? _written;
    private Entry? _standing;
    private bool _redriveDue;
    private int _attempts;
    private MonotonicTime _retryAt;
    private PointValue _reported;
    private Timestamp? _reportedAt;
    private MonotonicTime? _followedAt;
    private Command? _last;

    public int Ordinal => ordinal;

    public PointDefinition Point => point;

    public SetpointPhase Phase => _phase;

    private PointValue SafeValue => point.Setpoint?.SafeValue ?? PointValue.None;

    /// <summary>When <see cref="OnTick"/> is due; never while a write is with the adapter.</summary>
    public MonotonicTime NextDue => _phase switch
    {
        SetpointPhase.Ended => _retryAt,
        SetpointPhase.Holding or SetpointPhase.Unconfirmed => MonotonicTime.Min(_standing!.End, _redriveDue ? _retryAt : MonotonicTime.Never),
        _ => MonotonicTime.Never,
    };

    /// <summary>Whether the device shows at this point what it follows.</summary>
    public bool IsShownBy(int reported) => reported == ordinal || reported == envelope.ReadBackOrdinal;

    /// <summary>A command that waits, is being written, or stands.</summary>
    public Command? Find(Guid id) => new[] { _next, _written, _standing }.FirstOrDefault(entry => entry?.Command.Id == id)?.Command
        ?? (_last?.Id == id ? _last : null);

    /// <summary>Whether a command is with the adapter at this moment.</summary>
    public bool IsWriting(Guid id) => _written?.Command.Id == id;

    public SetpointStatus Status(Moment now, string? selectedBy)
    {
        Relabel(now);
        bool ended = _phase is SetpointPhase.Ended or SetpointPhase.Reverting;
        Command? shown = ended ? null : (_written ?? _standing)?.Command;
        return new SetpointStatus(
            ordinal,
            ended ? SafeValue : shown?.Value ?? PointValue.None,
            ended ? Platform : shown?.Actor,
            shown?.ValidUntil,
            _reported,
            _reportedAt,
            _last,
            selectedBy);
    }

    /// <summary>A command was read from storage after a restart; the older ones of the same setpoint first.</summary>
    public SetpointAction[] OnRestored(Command command, Moment now)
    {
        Supersede(_standing, now);
        _standing = new Entry(command, RestoredEnd(command, now));
        if (!command.State.IsDecided() && command.State != CommandState.Unconfirmed)
        {
            // Whether it was sent before the restart is not known.
            Advance(_standing, new CommandStage(CommandState.Unconfirmed, now.Wall, "the platform restarted while it was in progress", Platform), stands: true);
        }

        // Driven again once the device answers, whatever it follows: no adapter holds it against the device's watchdog any more.
        (_redriveDue, _retryAt, _last) = (true, MonotonicTime.Never, _standing.Command);
        return Decide(now);
    }

    /// <summary>A new command was stored. The newest wins, in the order in which they were accepted.</summary>
    /// <param name="command">The command.</param>
    /// <param name="order">Its place in the order of acceptance.</param>
    /// <param name="end">When it ends; <see cref="MonotonicTime.Never"/> for latched values.</param>
    /// <param name="now">Now.</param>
    public SetpointAction[] OnStored(Command command, long order, MonotonicTime end, Moment now)
    {
        var entry = new Entry(command, end);
        if (order < _newest)
        {
            Supersede(entry, now);
        }
        else
        {
            Supersede(_next, now);
            (_next, _newest) = (entry, order);
        }

        return Decide(now);
    }

    /// <summary>The adapter's result of the write that was asked for last.</summary>
    public SetpointAction[] OnWritten(WriteResult result, Moment now)
    {
        (SetpointPhase phase, _phase) = (_phase, SetpointPhase.Idle);
        if (result.ReadBack.HasValue)
        {
            Report(result.ReadBack, result.ReadBackAt ?? now.Wall, result.Followed, now);
        }

        switch (phase)
        {
            case SetpointPhase.Writing:
                AfterCommand(result, now);
                break;
            case SetpointPhase.Redriving:
                AfterRedrive(_standing!, result, now);
                break;
            case SetpointPhase.Reverting:
                AfterRevert(_standing!, result, now);
                break;
            default:
                throw new InvalidOperationException($"'{point.Key}' got a result of a write in phase {phase}, in which nothing is written.");
        }

        _actions.Add(new SetpointAction.Show());
        return Decide(now);
    }

    /// <summary>The device said by itself what it follows. A report within the validity ends an unconfirmed command.</summary>
    public SetpointAction[] OnReported(PointValue value, Timestamp at, Moment now)
    {
        bool news = value != _reported;
        bool follows = _standing is not null && envelope.IsFollowed(_standing.Command.Value, value);
        Report(value, at, follows, now);
        if (follows && _standing!.Command.State == CommandState.Unconfirmed && !_standing.HasEnded(now))
        {
            Advance(_standing, new CommandStage(CommandState.Verified, now.Wall, "shown by what the device reported later", Value: value), stands: true);
            news = true;
        }

        if (!news)
        {
            return [];
        }

        _actions.Add(new SetpointAction.Show());
        return Decide(now);
    }

    /// <summary>The device answers (again): what ended is reverted now, and what still stands is driven again.</summary>
    /// <param name="lostAt">When contact was lost: what the device was seen to follow since is not driven again. Null drives it in any case.</param>
    /// <param name="now">Now.</param>
    public SetpointAction[] OnOnline(MonotonicTime? lostAt, Moment now)
    {
        _redriveDue |= _standing is not null && (lostAt is null || _followedAt is null || _followedAt <= lostAt);
        (_retryAt, _attempts) = (now.Steady, 0);
        return Decide(now);
    }

    /// <summary>Time has passed.</summary>
    public SetpointAction[] OnTick(Moment now) => Decide(now);

    // What is sent next. The order is the rule: the result of a write first, then the newest command, then the safe value, then what stands.
    private SetpointAction[] Decide(Moment now)
    {
        Relabel(now);
        if (_phase is SetpointPhase.Writing or SetpointPhase.Redriving or SetpointPhase.Reverting)
        {
            return Take();
        }

        if (_next is { } next)
        {
            _next = null;
            if (!next.HasEnded(now))
            {
                (_written, _last) = (next, next.Command);
                return Send(SetpointPhase.Writing, next, next.Command.Value, next.Remaining(now));
            }

            Close(next, new CommandStage(CommandState.Expired, now.Wall, "its validity ended before it could be sent", Platform));
        }

        if (_standing is not { } standing)
        {
            _phase = SetpointPhase.Idle;
            return Take();
        }

        if (_redriveDue && !standing.HasEnded(now) && _retryAt <= now.Steady && envelope.Refuse(standing.Command.Value) is { } refusal)
        {
            // The description may have narrowed since: what it no longer allows goes back instead of being driven again.
            _redriveDue = false;
            standing.End = point.Setpoint?.Hold == SetpointHold.Leased ? now.Steady : standing.End;
            standing.EndReason = refusal;
        }

        if (standing.HasEnded(now))
        {
            if (_phase != SetpointPhase.Ended)
            {
                (_phase, _retryAt, _attempts) = (SetpointPhase.Ended, now.Steady, 0);
            }

            if (!SafeValue.HasValue)
            {
                (_standing, _phase) = (null, SetpointPhase.Idle);
                Close(standing, new CommandStage(CommandState.Reverted, now.Wall, $"{standing.EndReason}; no safe value is described", Platform));
                return Take();
            }

            return _retryAt <= now.Steady ? Send(SetpointPhase.Reverting, standing, SafeValue, holdFor: null) : Take();
        }

        if (_redriveDue && _retryAt <= now.Steady)
        {
            return Send(SetpointPhase.Redriving, standing, standing.Command.Value, standing.Remaining(now));
        }

        _phase = standing.Command.State == CommandState.Unconfirmed ? SetpointPhase.Unconfirmed : SetpointPhase.Holding;
        return Take();
    }

    // The read-back decides: an acknowledgement that was lost is no failure, and one that was given is no success.
    private void AfterCommand(WriteResult result, Moment now)
    {
        (Entry entry, _written) = (_written!, null);
        if (result.Progress == WriteProgress.NotSent)
        {
            entry.Command = entry.Command with { Refusal = result.Refusal };
            Close(entry, new CommandStage(CommandState.Rejected, now.Wall, result.Reason ?? "nothing was sent"));
            return;
        }

        entry.Command = entry.Command.Then(CommandState.Sent, result.SentAt ?? now.Wall);
        if (result.AcknowledgedAt is { } acknowledged)
        {
            entry.Command = entry.Command.Then(CommandState.Acknowledged, acknowledged);
        }

        if (result.Progress == WriteProgress.Refused)
        {
            Close(entry, new CommandStage(CommandState.Failed, now.Wall, result.Reason));
            return;
        }

        // It may be at the device: it takes the place of what stood, and is kept until it ends.
        Supersede(_standing, now);
        _standing = entry;

        // Without a time of sending the adapter itself was lost: nothing reads back then, unless it is driven again.
        (_redriveDue, _attempts) = (result is { Progress: WriteProgress.Sent, SentAt: null }, 0);
        _retryAt = now.Steady + Backoff.MinPause;
        if (entry.HasEnded(now))
        {
            // Whatever the read-back says, it comes too late; the safe value follows at once.
            _last = entry.Command;
            _actions.Add(new SetpointAction.Store(entry.Command, Stands: true));
        }
        else
        {
            Advance(entry, Judge(entry.Command, result, now), stands: true);
        }
    }

    private void AfterRedrive(Entry standing, WriteResult result, Moment now)
    {
        // What the device refuses, or follows otherwise, stays shown as a difference; what did not reach it is tried again.
        bool settled = result.Progress is WriteProgress.ReadBack or WriteProgress.Refused;
        _redriveDue = !settled;
        _attempts = settled ? 0 : _attempts + 1;
        _retryAt = now.Steady + Backoff.After(_attempts);
        if (result.Progress == WriteProgress.ReadBack && standing.Command.State == CommandState.Unconfirmed && !standing.HasEnded(now))
        {
            Advance(standing, Judge(standing.Command, result, now), stands: true);
        }
    }

    private void AfterRevert(Entry standing, WriteResult result, Moment now)
    {
        if (result is { Progress: WriteProgress.ReadBack, Followed: true })
        {
            (_standing, _redriveDue) = (null, false);
            Close(standing, new CommandStage(
                CommandState.Reverted,
                result.ReadBackAt ?? now.Wall,
                $"{standing.EndReason}; the device follows the safe value again",
                Platform,
                result.ReadBack));
            return;
        }

        (_phase, _attempts) = (SetpointPhase.Ended, _attempts + 1);
        _retryAt = now.Steady + Backoff.After(_attempts);
    }

    private static CommandStage Judge(Command command, WriteResult result, Moment now)
    {
        Timestamp at = result.ReadBackAt ?? now.Wall;
        return result switch
        {
            { Progress: not WriteProgress.ReadBack } => new CommandStage(CommandState.Unconfirmed, now.Wall, result.Reason ?? "it was not read back"),
            { Followed: true } => new CommandStage(
                CommandState.Verified,
                at,
                result.Reason ?? (result.AcknowledgedAt is null ? "the acknowledgement was lost; the read-back shows the value" : null),
                Value: result.ReadBack),
            _ => new CommandStage(
                CommandState.Failed,
                at,
                result.Reason ?? $"the device follows {Words(result.ReadBack)}, not {Words(command.Value)}",
                Value: result.ReadBack),
        };
    }

    private SetpointAction[] Send(SetpointPhase phase, Entry entry, PointValue value, TimeSpan? holdFor)
    {
        _phase = phase;
        _actions.Add(new SetpointAction.Show());
        _actions.Add(new SetpointAction.Write(entry.Command.Id, value, holdFor));
        return Take();
    }

    private void Advance(Entry entry, in CommandStage stage, bool stands)
    {
        entry.Command = entry.Command.Then(stage);
        _last = entry.Command;
        _actions.Add(new SetpointAction.Store(entry.Command, stands));
    }

    private void Close(Entry entry, in CommandStage stage) => Advance(entry, stage, stands: false);

    private void Supersede(Entry? entry, Moment now)
    {
        if (entry is not null)
        {
            Command? last = _last;
            Close(entry, new CommandStage(CommandState.Superseded, now.Wall, "a later command for the same setpoint took its place", Platform));
            _last = last;
        }
    }

    private void Report(PointValue value, Timestamp at, bool follows, Moment now)
    {
        (_reported, _reportedAt) = (value, at);
        _followedAt = follows ? now.Steady : _followedAt;
    }

    // A step of the wall clock moves the label of an end, never the end.
    private void Relabel(Moment now)
    {
        Relabel(_next, now);
        Relabel(_written, now);
        Relabel(_standing, now);
    }

    private void Relabel(Entry? entry, Moment now)
    {
        if (entry is null || entry.End == MonotonicTime.Never || entry.HasEnded(now))
        {
            return;
        }

        Timestamp end = now.Wall + (entry.End - now.Steady);
        if (entry.Command.ValidUntil is not { } label || (end - label).Duration() > LabelTolerance)
        {
            bool last = ReferenceEquals(_last, entry.Command);
            entry.Command = entry.Command with { ValidUntil = end };
            _last = last ? entry.Command : _last;
        }
    }

    // The stored instant decides, but never more than the original duration; a clock that shows a time before the record's own has ended it.
    private static MonotonicTime RestoredEnd(Command command, Moment now)
    {
        if (command.ValidUntil is not { } until)
        {
            return MonotonicTime.Never;
        }

        Timestamp accepted = command.Stages.FirstOrDefault(stage => stage.State == CommandState.Authorised, command.Stages[0]).Time;
        TimeSpan left = until - now.Wall;
        bool clockIsBehind = now.Wall < command.Stages[^1].Time;
        return now.Steady + (clockIsBehind || left < TimeSpan.Zero ? TimeSpan.Zero : left < until - accepted ? left : until - accepted);
    }

    private SetpointAction[] Take()
    {
        if (_actions.Count == 0)
        {
            return [];
        }

        SetpointAction[] actions = [.. _actions];
        _actions.Clear();
        return actions;
    }

    private static string Words(PointValue value) => value.Type switch
    {
        PointValueType.Number => value.Number.ToString("G6", CultureInfo.InvariantCulture),
        PointValueType.Flag => value.Flag ? "on" : "off",
        PointValueType.Enum => value.EnumCode.ToString(CultureInfo.InvariantCulture),
        PointValueType.Text => $"'{value.Text}'",
        _ => value.HasValue ? value.Type.ToString() : "no value",
    };

    /// <summary>A command that waits, is being written, or stands, with its end on the monotonic clock.</summary>
    private sealed class Entry(Command command, MonotonicTime end)
    {
        public Command Command { get; set; } = command;

        public MonotonicTime End { get; set; } = end;

        public string EndReason { get; set; } = "its validity ended";

        public bool HasEnded(Moment now) => End <= now.Steady;

        public TimeSpan? Remaining(Moment now) => End == MonotonicTime.Never ? null : End - now.Steady;
    }
}
