using System.Collections.Immutable;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using Twins.Commands;
using Twins.Connections;
using Twins.Devices;
using Twins.Points;
using Twins.Readings;
using Twins.Sites;
using Twins.Storage.Relational;

namespace Twins.Grains.Devices;

/// <summary>
/// The setpoints of one twin: takes commands, and carries out what each setpoint's <see cref="Setpoint"/> decides. Runs on the twin's
/// turns; between two of its awaits nothing else of the twin runs, so it needs no locks.
/// </summary>
internal sealed partial class TwinSetpoints
{
    private readonly TwinDefinition _definition;
    private readonly SiteDescription _site;
    private readonly Func<SetpointWrite, Task<WriteResult>> _write;
    private readonly ITwinContext _twin;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly ICommandStore _store;
    private readonly CommandRecorder _recorder;
    private readonly string _device;
    private readonly SortedDictionary<int, Setpoint> _setpoints = [];
    private readonly Dictionary<int, SetpointSelection> _selections = [];
    private readonly Dictionary<Guid, CommandTicket> _tickets = [];
    private Task<bool>? _restoring;
    private bool _restored;
    private int _restoreFailures;
    private MonotonicTime _restoreAt = MonotonicTime.Never;
    private long _accepted;

    public TwinSetpoints(
        TwinDefinition definition,
        SiteDescription site,
        ICommandStore store,
        Func<SetpointWrite, Task<WriteResult>> write,
        ITwinContext twin,
        TimeProvider clock,
        ILogger logger)
    {
        (_definition, _site, _write, _twin, _clock, _logger, _store) = (definition, site, write, twin, clock, logger, store);
        _device = definition.Key.ToString();
        _recorder = new CommandRecorder(store, clock, logger, OnStored, ScheduleTick);
    }

    /// <summary>What is wrong with the device's records, in words; empty when nothing is.</summary>
    public ImmutableArray<string> Faults { get; private set; } = [];

    /// <summary>Whether it was restored, and nothing stands and nothing is wrong.</summary>
    public bool IsIdle => _restored && _setpoints.Count == 0 && Faults.IsEmpty;

    /// <summary>Desired and reported of every setpoint that was ever commanded or selected.</summary>
    public ImmutableArray<SetpointStatus> Statuses
    {
        get
        {
            var now = Moment.Now(_clock);
            return [.. _setpoints.Values.Select(setpoint => Status(setpoint, now))];
        }
    }

    /// <summary>Restores what stands from the record, before anything is commanded. A storage that fails is asked again after a pause.</summary>
    /// <returns>Whether it is restored.</returns>
    public Task<bool> RestoreAsync()
    {
        if (!_restored && _restoring is not { IsCompleted: false })
        {
            _restoring = RestoreOnceAsync();
        }

        return _restored ? Task.FromResult(true) : _restoring!;
    }

    /// <summary>Takes a command, and answers once it is decided, at the latest after <see cref="SetpointLimits.MaxWait"/>. Never throws.</summary>
    public async Task<Command> SetAsync(SetpointRequest request)
    {
        using Activity? activity = TwinsActivity.Source.StartActivity("twin.set");
        activity?.SetTag(TwinsActivity.CommandId, request.Id).SetTag("twins.device", _device).SetTag("twins.point", request.Point);
        if (!_tickets.TryGetValue(request.Id, out CommandTicket? ticket))
        {
            ticket = new CommandTicket(Command.From(_device, request));
            _tickets.Add(request.Id, ticket);
            _ = ProcessAsync(ticket, request);
        }
        else if (!StoredCommands.IsSame(ticket.Command, _device, request))
        {
            return Conflict(request, ticket.Command);
        }

        Command answer = await AnswerAsync(ticket);
        activity?.SetTag("twins.state", answer.State.ToString());
        return answer;
    }

    /// <summary>A command as it stands; null when there is none of this device.</summary>
    public async Task<Command?> FindAsync(Guid id)
    {
        if (FindLive(id) is { } live)
        {
            return live;
        }

        Command? stored = await _recorder.FindAsync(id);
        return stored is null || string.Equals(stored.Device, _device, StringComparison.Ordinal) ? stored : null;
    }

    /// <summary>Selects a setpoint before it is commanded.</summary>
    public SelectionResult Select(string point, string holder)
    {
        if (!_definition.Points.TryGetOrdinal(point, out int ordinal) || _definition.Points[ordinal].Setpoint is null)
        {
            return new SelectionResult(Granted: false, null, TimeSpan.Zero, $"{_device} has no setpoint '{point}'");
        }

        var now = Moment.Now(_clock);
        if (!_selections.TryGetValue(ordinal, out SetpointSelection? selection))
        {
            _selections[ordinal] = selection = new SetpointSelection();
        }

        SelectionResult result = selection.Select(holder, now.Steady);
        ShowSelection(ordinal, now, result.Granted);
        return result;
    }

    /// <summary>Ends a holder's selection.</summary>
    public void Release(string point, string holder)
    {
        var now = Moment.Now(_clock);
        if (_definition.Points.TryGetOrdinal(point, out int ordinal) && _selections.TryGetValue(ordinal, out SetpointSelection? selection))
        {
            ShowSelection(ordinal, now, selection.Release(holder, now.Steady));
        }
    }

    /// <summary>The device said what it follows; returns what changed by that, without what is published as a consequence.</summary>
    public void OnReported(ImmutableArray<Reading> readings)
    {
        if (_setpoints.Count == 0)
        {
            return;
        }

        foreach (ref readonly Reading reading in readings.AsSpan())
        {
            // What a broker had kept says nothing about now.
            if (!reading.Value.HasValue || !Freshness.IsFresh(reading.Quality) || reading.Reason == QualityReason.Retained)
            {
                continue;
            }

            foreach (Setpoint setpoint in _setpoints.Values)
            {
                if (setpoint.IsShownBy(reading.Point))
                {
                    Execute(setpoint, setpoint.OnReported(reading.Value, reading.Time, Moment.Now(_clock)));
                }
            }
        }
    }

    /// <summary>The device answers (again).</summary>
    /// <param name="lostAt">When contact was lost; null to have everything that stands driven again.</param>
    public void OnOnline(MonotonicTime? lostAt)
    {
        var now = Moment.Now(_clock);
        foreach (Setpoint setpoint in _setpoints.Values)
        {
            Execute(setpoint, setpoint.OnOnline(lostAt, now));
        }
    }

    /// <summary>Does what is due; what that takes long for goes on by itself.</summary>
    public void OnTick()
    {
        var now = Moment.Now(_clock);
        if (_restoreAt <= now.Steady)
        {
            _restoreAt = MonotonicTime.Never;
            _ = RestoreAsync();
        }

        _recorder.OnTick(now.Steady);
        foreach (Setpoint setpoint in _setpoints.Values)
        {
            Execute(setpoint, setpoint.OnTick(now));
        }

        foreach ((int ordinal, SetpointSelection selection) in _selections)
        {
            ShowSelection(ordinal, now, selection.Expire(now.Steady));
        }

        ScheduleTick();
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Whatever storage says, it is logged and asked again; until then commands are refused.")]
    private async Task<bool> RestoreOnceAsync()
    {
        try
        {
            OpenCommands open = await _store.FindOpenAsync(_device);
            Faults = [];
            foreach (DamagedRecord damaged in open.Damaged)
            {
                AddFault($"the stored record '{damaged.Place}' is damaged: {damaged.Reason}");
            }

            foreach (StoredCommand stored in open.Commands)
            {
                Restore(stored);
            }

            (_restored, _restoreFailures) = (true, 0);
            return true;
        }
        catch (Exception exception)
        {
            LogNotRestored(_logger, exception, _device);
            _restoreAt = MonotonicTime.Now(_clock) + Backoff.After(++_restoreFailures);
            Faults = [$"the commands that stand could not be read: {exception.Message}"];
            return false;
        }
        finally
        {
            ScheduleTick();
        }
    }

    // What cannot be understood or driven stays in the record, and the others go on.
    private void Restore(StoredCommand stored)
    {
        Command command;
        try
        {
            command = StoredCommands.FromStored(stored);
        }
        catch (FormatException exception)
        {
            AddFault(exception.Message);
            return;
        }

        if (!_definition.Points.TryGetOrdinal(command.Point, out int ordinal) || _definition.Points[ordinal].Setpoint is null)
        {
            AddFault($"'{command.Point}' of command {command.Id} is no setpoint of the description any more");
            return;
        }

        _recorder.OnRestored(command);
        Setpoint setpoint = Find(ordinal);
        Execute(setpoint, setpoint.OnRestored(command, Moment.Now(_clock)));
    }

    private void AddFault(string fault)
    {
        Faults = Faults.Add(fault);
        LogFault(_logger, _device, fault);
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Whatever storage says, the command ends with it and nothing is sent.")]
    private async Task ProcessAsync(CommandTicket ticket, SetpointRequest request)
    {
        Command command = ticket.Command;
        try
        {
            if (!await RestoreAsync())
            {
                Finish(ticket, command.Refuse(Timestamp.Now(_clock), CommandRefusal.Storage, Faults[0]));
                return;
            }

            if (FindLive(request.Id) is { } live)
            {
                Finish(ticket, StoredCommands.IsSame(live, _device, request) ? live : Conflict(request, live));
                return;
            }

            var now = Moment.Now(_clock);
            SetpointCheck check = Check(request, now);
            command = check.Refusal == CommandRefusal.None
                ? Authorise(command, check, now)
                : command.Refuse(now.Wall, check.Refusal, check.Reason!);
            long order = ++_accepted;
            Command? known = IsRecorded(check.Refusal) ? await _recorder.AddAsync(command) : await _recorder.FindAsync(command.Id);
            if (known is not null)
            {
                Finish(ticket, StoredCommands.IsSame(known, _device, request) ? known : Conflict(request, known));
            }
            else if (command.State == CommandState.Rejected)
            {
                Finish(ticket, command);
            }
            else
            {
                ticket.Command = command;
                Setpoint setpoint = Find(check.Ordinal);
                MonotonicTime end = check.HoldFor is { } hold ? now.Steady + hold : MonotonicTime.Never;
                Execute(setpoint, setpoint.OnStored(command, order, end, Moment.Now(_clock)));
            }
        }
        catch (DamagedRecordException exception)
        {
            LogNotAdded(_logger, exception, request.Id, _device, request.Point);
            Finish(ticket, ticket.Command.Refuse(Timestamp.Now(_clock), CommandRefusal.Conflict, $"the id is taken: {exception.Message}"));
        }
        catch (Exception exception)
        {
            LogNotAdded(_logger, exception, request.Id, _device, request.Point);
            Finish(ticket, command.State == CommandState.Rejected
                ? command
                : Command.From(_device, request).Refuse(
                    Timestamp.Now(_clock), CommandRefusal.Storage, $"it could not be stored, and so was not sent: {exception.Message}"));
        }
    }

    private SetpointCheck Check(SetpointRequest request, Moment now) => _tickets.Count > SetpointLimits.MaxInProgress
        ? new SetpointCheck(-1, null, CommandRefusal.Busy, $"{SetpointLimits.MaxInProgress} commands are in progress for {_device}")
        : SetpointCheck.Of(_definition, _site, _twin.Connectivity, request, ordinal => SelectedBy(ordinal, now));

    // The holder's command ends its selection.
    private Command Authorise(Command command, in SetpointCheck check, Moment now)
    {
        command = command.Then(CommandState.Authorised, now.Wall);
        if (SelectedBy(check.Ordinal, now) is { } holder)
        {
            command = command.Then(CommandState.Armed, now.Wall, $"selected by {holder}").Then(CommandState.Confirmed, now.Wall);
            _selections[check.Ordinal].Release(holder, now.Steady);
        }

        return command with { ValidUntil = check.HoldFor is { } hold ? now.Wall + hold : null };
    }

    // What may go better the next time, or names nothing of this device, leaves no record; the id may be used again.
    private static bool IsRecorded(CommandRefusal refusal) => refusal is CommandRefusal.None or CommandRefusal.Limit or CommandRefusal.Disconnected;

    private Command Conflict(SetpointRequest request, Command known) => Command.From(_device, request).Refuse(
        Timestamp.Now(_clock),
        CommandRefusal.Conflict,
        $"the id {request.Id} belongs to another request: '{known.Point}' of {known.Device}, made at {known.RequestedAt}");

    private async Task<Command> AnswerAsync(CommandTicket ticket)
    {
        try
        {
            return await ticket.Answer.WaitAsync(SetpointLimits.MaxWait, _clock);
        }
        catch (TimeoutException)
        {
            Command command = FindLive(ticket.Command.Id) ?? ticket.Command;
            LogUndecided(_logger, command.Id, _device, command.Point, command.State);
            return _setpoints.Values.Any(setpoint => setpoint.IsWriting(command.Id))
                ? command.Then(CommandState.Unconfirmed, Timestamp.Now(_clock), $"no result of the write within {SetpointLimits.MaxWait.TotalSeconds:0} s")
                : command;
        }
    }

    private void OnStored(Command command)
    {
        if (_tickets.TryGetValue(command.Id, out CommandTicket? ticket) && (command.State.IsDecided() || command.State == CommandState.Unconfirmed))
        {
            Finish(ticket, command);
        }
    }

    private void Finish(CommandTicket ticket, Command command)
    {
        _tickets.Remove(ticket.Command.Id);
        ticket.Complete(command);
    }

    private Command? FindLive(Guid id) =>
        _setpoints.Values.Select(setpoint => setpoint.Find(id)).FirstOrDefault(command => command is not null) is { } live
            ? _recorder.Answerable(live)
            : null;

    private void Execute(Setpoint setpoint, SetpointAction[] actions)
    {
        foreach (SetpointAction action in actions)
        {
            switch (action)
            {
                case SetpointAction.Store store:
                    _recorder.Store(store.Command, store.Stands);
                    break;
                case SetpointAction.Write write:
                    _ = WriteAsync(setpoint, write);
                    break;
                default:
                    Show(setpoint, null);
                    break;
            }
        }

        if (actions.Length > 0)
        {
            ScheduleTick();
        }
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "An adapter that cannot be reached gives a result like one that fails.")]
    private async Task WriteAsync(Setpoint setpoint, SetpointAction.Write write)
    {
        WriteResult result;
        try
        {
            result = await _write(
                new SetpointWrite(write.CommandId, _definition.Key.Device, setpoint.Point.Key, write.Value, write.HoldFor));
        }
        catch (LimitExceededException exception)
        {
            LogAdapterFailed(_logger, exception, write.CommandId, _device, setpoint.Point.Key);
            result = WriteResult.NotSent(CommandRefusal.Busy, exception.Message);
        }
        catch (Exception exception)
        {
            LogAdapterFailed(_logger, exception, write.CommandId, _device, setpoint.Point.Key);
            result = new WriteResult(
                WriteProgress.Sent, null, null, null, PointValue.None, Followed: false, exception.Message, CommandRefusal.None, Simulated: false);
        }

        SetpointAction[] actions = setpoint.OnWritten(result, Moment.Now(_clock));
        if (result.ReadBack.HasValue)
        {
            Show(setpoint, new Reading(
                setpoint.Ordinal,
                result.ReadBack,
                Quality.Good,
                result.Simulated ? QualityReason.Simulated : QualityReason.None,
                result.ReadBackAt ?? Timestamp.Now(_clock),
                TimeSource.Gateway));
        }

        Execute(setpoint, actions);
    }

    private void Show(Setpoint setpoint, Reading? readBack) => _twin.PublishSetpoint(Status(setpoint, Moment.Now(_clock)), readBack);

    private void ShowSelection(int ordinal, Moment now, bool changed)
    {
        if (changed)
        {
            _twin.PublishSetpoint(Status(Find(ordinal), now), readBack: null);
            ScheduleTick();
        }
    }

    private SetpointStatus Status(Setpoint setpoint, Moment now) => setpoint.Status(now, SelectedBy(setpoint.Ordinal, now));

    private string? SelectedBy(int ordinal, Moment now) => _selections.GetValueOrDefault(ordinal)?.Holder(now.Steady);

    private void ScheduleTick()
    {
        MonotonicTime due = MonotonicTime.Min(_restoreAt, _recorder.RetryAt);
        foreach (Setpoint setpoint in _setpoints.Values)
        {
            due = MonotonicTime.Min(due, setpoint.NextDue);
        }

        foreach (SetpointSelection selection in _selections.Values)
        {
            due = MonotonicTime.Min(due, selection.End);
        }

        _twin.TickAt(due);
    }

    private Setpoint Find(int ordinal)
    {
        if (!_setpoints.TryGetValue(ordinal, out Setpoint? setpoint))
        {
            _setpoints[ordinal] = setpoint = new Setpoint(ordinal, _definition.Points[ordinal], SetpointEnvelope.Of(_definition, _site, ordinal));
        }

        return setpoint;
    }

    [LoggerMessage(LogLevel.Error, "The commands that stand at {Device} could not be read; commands are refused until they are")]
    private static partial void LogNotRestored(ILogger logger, Exception exception, string device);

    [LoggerMessage(LogLevel.Error, "What stood at {Device} could not be restored in full: {Fault}")]
    private static partial void LogFault(ILogger logger, string device, string fault);

    [LoggerMessage(LogLevel.Error, "Command {Id} for {Device} {Point} could not be stored, and was not sent")]
    private static partial void LogNotAdded(ILogger logger, Exception exception, Guid id, string device, string point);

    [LoggerMessage(LogLevel.Warning, "The adapter gave no result for command {Id} of {Device} {Point}")]
    private static partial void LogAdapterFailed(ILogger logger, Exception exception, Guid id, string device, string point);

    [LoggerMessage(LogLevel.Information, "Command {Id} of {Device} {Point} is answered undecided, as {State}")]
    private static partial void LogUndecided(ILogger logger, Guid id, string device, string point, CommandState state);
}
