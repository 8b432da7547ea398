using System.Collections.Immutable;
using Twins.Connections;
using Twins.Devices;
using Twins.Commands;
using Twins.Points;
using Twins.Readings;
using Twins.Sites;

namespace Twins.Grains.Devices.Setpoints;

/// <summary>
/// The setpoints of one twin: takes commands, keeps what stands, ends what has run out. Runs on the twin's turns; between two of its
/// awaits nothing else of the twin runs, so it needs no locks.
/// </summary>
internal sealed class TwinSetpoints
{
    private readonly TwinDefinition _definition;
    private readonly SiteDescription _site;
    private readonly DesiredStore _desired;
    private readonly SetpointWriter _writer;
    private readonly ITwinContext _twin;
    private readonly TimeProvider _clock;
    private readonly RecentCommands _recent = new();
    private readonly SortedDictionary<int, SetpointSlot> _slots = [];
    private Timestamp? _redriveSince;

    public TwinSetpoints(
        TwinDefinition definition,
        SiteDescription site,
        IPersistentState<DeviceTwinState> state,
        IAdapter adapter,
        ITwinContext twin,
        TimeProvider clock)
    {
        _definition = definition;
        _site = site;
        _desired = new DesiredStore(state);
        _twin = twin;
        _clock = clock;
        _writer = new SetpointWriter(definition.Key, _desired, adapter, twin, clock);
        foreach (DesiredSetpoint desired in _desired.All)
        {
            RestoreSlot(desired.Point);
        }
    }

    /// <summary>Desired and reported of every setpoint that was ever commanded.</summary>
    public ImmutableArray<SetpointStatus> Statuses => [.. _slots.Values.Select(Status)];

    /// <summary>When something is due next: an end of validity, or another attempt to revert. Null when nothing is.</summary>
    public Timestamp? NextDue => _slots.Values.Where(slot => !slot.Busy).Min(slot => DueAt(slot));

    /// <summary>Takes a command and sees it through to its end. Never throws.</summary>
    public async Task<Command> SetAsync(SetpointRequest request)
    {
        if (_recent.Find(request.Id) is { } known)
        {
            return await known.Done;
        }

        if (Find(request.Id) is { } beforeRestart)
        {
            return beforeRestart;
        }

        Timestamp now = Timestamp.Now(_clock);
        Command outcome = CommandTransitions.Requested(_definition.Key, request);
        if (_recent.UnderWay >= RecentCommands.MaximumUnderWay)
        {
            return outcome.Reject(now, CommandRefusal.Busy, $"{RecentCommands.MaximumUnderWay} commands are under way for {_definition.Key}");
        }

        SetpointVerdict verdict = SetpointValidation.Check(_definition, _site, _twin.Connectivity, request, now);
        var ticket = new CommandTicket(outcome with { ValidUntil = verdict.ValidUntil }, TicketPurpose.Command, request.Origin, request.Actor);
        _recent.Add(ticket);
        if (verdict.Refusal != CommandRefusal.None)
        {
            ticket.Advance(ticket.Outcome.Reject(now, verdict.Refusal, verdict.Reason!));
        }
        else
        {
            ticket.Advance(ticket.Outcome.Then(CommandState.Authorised, now));
            Submit(Slot(verdict.Ordinal), ticket);
        }

        return await ticket.Done;
    }

    /// <summary>What became of a recent command so far; null when it is not known (any more).</summary>
    public Command? Find(Guid id) =>
        _recent.Find(id)?.Outcome ?? _slots.Values.Select(slot => slot.Last).FirstOrDefault(last => last?.Id == id);

    /// <summary>Takes note of what the device says it follows; returns what changed by that.</summary>
    public ImmutableArray<SetpointStatus> NoteReported(ImmutableArray<Reading> readings)
    {
        ImmutableArray<SetpointStatus> changed = [];
        foreach (ref readonly Reading reading in readings.AsSpan())
        {
            if (_slots.TryGetValue(reading.Point, out SetpointSlot? slot) && reading.Value.HasValue)
            {
                bool news = slot.Reported != reading.Value;
                slot.Report(reading.Value, reading.Time);
                changed = news ? changed.Add(Status(slot)) : changed;
            }
        }

        return changed;
    }

    /// <summary>
    /// The device answers (again): what ended is reverted first, then what still stands is driven again,
    /// unless the device was seen to follow it later than <paramref name="lostAt"/>.
    /// </summary>
    /// <param name="lostAt">When contact was lost; the epoch when there was none before.</param>
    public void NoteOnline(Timestamp lostAt)
    {
        if (_desired.All.IsEmpty)
        {
            return;
        }

        _redriveSince = lostAt;
        foreach (SetpointSlot slot in _slots.Values)
        {
            slot.RetryAt = null;
        }

        _twin.TendAt(Timestamp.Now(_clock));
    }

    /// <summary>Does what is due and completes when it is done.</summary>
    public async Task TendAsync()
    {
        Timestamp now = Timestamp.Now(_clock);
        SetpointSlot[] due = [.. _slots.Values.Where(slot => !slot.Busy && DueAt(slot) <= now)];
        await Task.WhenAll(due.Where(slot => HasEnded(slot, now)).Select(slot => RevertAsync(slot, now)));
        await Task.WhenAll(due.Where(slot => !slot.Busy && !HasEnded(slot, now)).Select(RedriveAsync));
        if (_redriveSince is { } lostAt)
        {
            _redriveSince = null;
            await Task.WhenAll(_slots.Values.Where(slot => !slot.Busy && !WasSeenToFollow(slot, lostAt)).ToArray().Select(RedriveAsync));
        }

        _twin.TendAt(NextDue);
    }

    private Task<Command> RevertAsync(SetpointSlot slot, Timestamp now)
    {
        DesiredSetpoint desired = _desired.Find(slot.Point.Key)!;
        return SubmitOwn(slot, desired, slot.Point.Setpoint!.SafeValue, validUntil: null, TicketPurpose.Revert, now);
    }

    private Task RedriveAsync(SetpointSlot slot)
    {
        Timestamp now = Timestamp.Now(_clock);
        if (_desired.Find(slot.Point.Key) is not { Reverting: false } desired)
        {
            return Task.CompletedTask;
        }

        // The description may have narrowed since it was stored: what it no longer allows goes back instead.
        bool allowed = SetpointEnvelope.Of(_definition, _site, slot.Ordinal).Refuse(desired.Value()) is null;
        return allowed || !slot.Point.Setpoint!.SafeValue.HasValue
            ? SubmitOwn(slot, desired, desired.Value(), desired.ValidUntil(), TicketPurpose.Redrive, now)
            : RevertAsync(slot, now);
    }

    private Task<Command> SubmitOwn(
        SetpointSlot slot, DesiredSetpoint desired, PointValue value, Timestamp? validUntil, TicketPurpose purpose, Timestamp now)
    {
        var request = new SetpointRequest(desired.CommandId, desired.Point, value, null, CommandOrigin.Platform, "platform", now);
        Command outcome = CommandTransitions.Requested(_definition.Key, request).Then(
            CommandState.Authorised, now, purpose == TicketPurpose.Revert ? "the validity ended" : "driven again: it still stands");
        var ticket = new CommandTicket(outcome with { ValidUntil = validUntil }, purpose, desired.Origin, desired.Actor);
        Submit(slot, ticket);
        return ticket.Done;
    }

    private void Submit(SetpointSlot slot, CommandTicket ticket)
    {
        slot.Queue(ticket, Timestamp.Now(_clock));
        if (!slot.Busy)
        {
            _ = RunAsync(slot);
        }
    }

    // Runs on the turn of whoever submits first; each submitter waits for its own ticket. The writer turns every failure into an outcome.
    private async Task RunAsync(SetpointSlot slot)
    {
        slot.Busy = true;
        while (slot.TakeWaiting() is { } ticket)
        {
            await _writer.WriteAsync(slot, ticket);
            if (slot.Last is { State: CommandState.Reverted } reverted)
            {
                _recent.Find(reverted.Id)?.Advance(reverted);
            }
        }

        slot.Busy = false;
        _twin.TendAt(NextDue);
    }

    private Timestamp? DueAt(SetpointSlot slot) => _desired.Find(slot.Point.Key) switch
    {
        null => null,
        { Reverting: true } => slot.RetryAt ?? default(Timestamp),
        { } desired => slot.RetryAt < desired.ValidUntil() ? slot.RetryAt : desired.ValidUntil() ?? slot.RetryAt,
    };

    private bool HasEnded(SetpointSlot slot, Timestamp now) =>
        _desired.Find(slot.Point.Key) is { } desired && (desired.Reverting || desired.ValidUntil() <= now);

    private bool WasSeenToFollow(SetpointSlot slot, Timestamp since) =>
        slot.ReportedAt > since && slot.Reported == _desired.Find(slot.Point.Key)?.Value();

    private SetpointStatus Status(SetpointSlot slot) => slot.Status(_desired.Find(slot.Point.Key));

    private SetpointSlot Slot(int ordinal)
    {
        if (!_slots.TryGetValue(ordinal, out SetpointSlot? slot))
        {
            _slots[ordinal] = slot = new SetpointSlot(ordinal, _definition.Points[ordinal]);
        }

        return slot;
    }

    private void RestoreSlot(string point)
    {
        // A stored setpoint that the description no longer has cannot be driven; it stays stored until the description has it again.
        if (_definition.Points.TryGetOrdinal(point, out int ordinal) && _definition.Points[ordinal].Setpoint is not null)
        {
            Slot(ordinal);
        }
    }
}
