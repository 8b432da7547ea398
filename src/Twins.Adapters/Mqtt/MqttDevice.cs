using MQTTnet;
using MQTTnet.Protocol;
using Twins.Commands;
using Twins.Connections;
using Twins.Devices;
using Twins.Points;
using Twins.Readings;

namespace Twins.Adapters.Mqtt;

/// <summary>
/// One device behind a broker, on the grain's turns: whether it is there, what was commanded, and what it then said. Its answer and its
/// reports tell what it follows; the report decides, and a lost answer is no failure.
/// </summary>
internal sealed class MqttDevice(
    int index, FieldDevice field, MqttMap map, MqttLink link, Dictionary<Guid, SentCommand> commands, FieldContext context) : IFieldDevice
{
    /// <summary>How long the broker may take to accept a command.</summary>
    public static readonly TimeSpan BrokerTimeout = TimeSpan.FromSeconds(5);

    /// <summary>How long an answer is still waited for once a report shows that the device follows.</summary>
    public static readonly TimeSpan AnswerGrace = TimeSpan.FromMilliseconds(500);

    /// <summary>The longest wait for answer and report: with the broker's time less than a write may take in all.</summary>
    public static readonly TimeSpan MaxSettle = DeviceLane.MaxWrite - BrokerTimeout - TimeSpan.FromSeconds(1);

    // Of a device that reports on change: what a change may take to show.
    private static readonly TimeSpan ChangeTimeout = TimeSpan.FromSeconds(5);

    // The setpoint stands without an end, but a command that a queue holds longer than this would be a surprise.
    private static readonly TimeSpan ExpiryOfLatched = DeviceLane.MaxWrite;

    private readonly Dictionary<int, SentCommand> _sent = [];
    private readonly Dictionary<int, ReportedValue> _reported = [];
    private readonly HashSet<int> _readBacks = [.. map.Setpoints
        .Where(setpoint => setpoint.Device == index).Select(setpoint => setpoint.Setpoint.ReadBackOrdinal).OfType<int>()];
    private DevicePresence _presence;
    private MonotonicTime _graceEnd = MonotonicTime.Never;
    private bool _connected;

    public TwinLink Link { get; } = field.Link;

    /// <summary>The shortest period at which it should report; null when it only reports on change.</summary>
    public TimeSpan? Period { get; } = ((MqttDescription)field.Definition.Description.Protocol).Reports.Min(report => report.Every);

    /// <inheritdoc/>
    public MonotonicTime NextPoll => MonotonicTime.Min(_graceEnd, _connected ? _presence.NextJudged(Period) : MonotonicTime.Never);

    private MonotonicTime Now => MonotonicTime.Now(context.Clock);

    /// <summary>Judges its silence, and ends the wait for an answer that a report has made unnecessary.</summary>
    public Task PollAsync()
    {
        MonotonicTime now = Now;
        if (_graceEnd <= now)
        {
            _graceEnd = MonotonicTime.Never;
            field.Wake();
        }

        if (_connected)
        {
            Become(_presence.AfterSilence(Period, now));
        }

        return Task.CompletedTask;
    }

    /// <summary>The connection to the broker is there, and listened to.</summary>
    public void OnConnected()
    {
        _connected = true;
        Become(_presence.AfterConnected(Period, Now));
        field.Wake();
    }

    /// <summary>It cannot be reached.</summary>
    public void OnLost(string reason)
    {
        _connected = false;
        Become(_presence.AfterLost(reason));
    }

    /// <summary>Takes what arrived, and hands it to the twin.</summary>
    public void OnArrived(in Arrival arrival)
    {
        if (arrival.Kind == ArrivalKind.Will)
        {
            Become(_presence.AfterLost("it signed off, or its broker lost it (will)"));
        }
        else if (arrival.IsLive || arrival.Kind == ArrivalKind.Birth)
        {
            Become(DevicePresence.Present(Now));
        }

        if (arrival.Batch is not { } batch)
        {
            return;
        }

        if (arrival.Receipt is { } receipt)
        {
            Link.Send(batch, receipt);
        }
        else
        {
            Link.Send(batch);
        }

        if (_readBacks.Count > 0)
        {
            OnReported(batch, arrival.IsLive);
        }
    }

    /// <summary>It answered a command.</summary>
    public void OnAnswered(SentCommand command, MqttAnswer answer)
    {
        command.Answer ??= answer;
        command.AnsweredAt ??= Timestamp.Now(context.Clock);
        field.Wake();
    }

    /// <inheritdoc/>
    public FieldSetpoint? FindSetpoint(int ordinal) => map.FindSetpoint(index, ordinal) is { } setpoint
        ? new FieldSetpoint(
            setpoint.Command.WatchdogSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null, SettleOf(setpoint), IsPolled: false)
        : null;

    /// <inheritdoc/>
    public async Task<SendResult> SendAsync(FieldWrite write)
    {
        MqttSetpoint setpoint = map.FindSetpoint(index, write.Ordinal)!;
        if (setpoint.TryWrite(write.Value, write.CommandId, Timestamp.Now(context.Clock), out byte[] payload) is { } fault)
        {
            return SendResult.NotSent(CommandRefusal.Limit, fault);
        }

        // Before it is published: the answer may come before the broker's.
        SentCommand? before = _sent.GetValueOrDefault(write.Ordinal);
        SentCommand? sent = write.IsRefresh ? null : Expect(setpoint, write, before);
        context.Counters.CountRequest();
        MqttPublished published = await link.PublishAsync(Message(setpoint, write, payload), BrokerTimeout);
        if (published.Reason is { } reason)
        {
            context.Counters.CountFailure(reason);
        }

        if (published.Progress is PublishProgress.Accepted or PublishProgress.InDoubt)
        {
            if (sent is not null)
            {
                sent.Doubt = published.Reason;
            }

            field.Wake();
            return SendResult.Sent(published.Reason);
        }

        if (sent is not null)
        {
            Forget(sent, before);
        }

        return published.Progress switch
        {
            PublishProgress.Busy => SendResult.NotSent(CommandRefusal.Busy, published.Reason!),
            PublishProgress.Refused => SendResult.NotSent(
                CommandRefusal.Disconnected, $"the broker does not take commands on '{setpoint.Topic}': {published.Reason}"),
            PublishProgress.Unheard => SendResult.NotSent(CommandRefusal.Disconnected, $"the broker says that no device listens to '{setpoint.Topic}'"),
            _ => SendResult.NotSent(CommandRefusal.Disconnected, published.Reason!),
        };
    }

    /// <inheritdoc/>
    public Task<ReadBackResult> ReadBackAsync(FieldWrite write) => Task.FromResult(
        _sent.GetValueOrDefault(write.Ordinal) is { } sent && sent.Write.CommandId == write.CommandId
            ? ReadBack(sent)
            : ReadBackResult.Nothing(null));

    private ReadBackResult ReadBack(SentCommand sent)
    {
        if (sent.Answer is { Accepted: false } refused)
        {
            return new ReadBackResult(
                WriteProgress.Refused, PointValue.None, default, Followed: false, null, refused.Reason ?? "the device refused it and gave no reason");
        }

        bool answers = sent.Setpoint.AcknowledgementTopic is not null;
        if (sent.Followed is { } since)
        {
            if (answers && sent.AnsweredAt is null && since + AnswerGrace > Now)
            {
                _graceEnd = MonotonicTime.Min(_graceEnd, since + AnswerGrace);
                return ReadBackResult.Nothing(null);
            }

            return Shown(sent, sent.Report, answers ? null : "shown by what it then reported; it gives no acknowledgement");
        }

        bool accepted = sent.AnsweredAt is not null;
        if (sent.FollowedBefore is { } standing && !sent.Report.Value.HasValue && _presence.State != Connectivity.Offline
            && (accepted || sent.At + SettleOf(sent.Setpoint) <= Now))
        {
            return Shown(sent, standing, "it had reported this value already, and reports only changes");
        }

        if (sent.Report.Value.HasValue)
        {
            return Shown(sent, sent.Report, null);
        }

        if (accepted && sent.Setpoint.ReadBackOrdinal is null)
        {
            return Shown(
                sent, new ReportedValue(sent.Write.Value, sent.AnsweredAt!.Value, default), "by its answer: it reports nothing that would show it");
        }

        return accepted
            ? new ReadBackResult(WriteProgress.Acknowledged, PointValue.None, default, Followed: false, sent.AnsweredAt, "no report came that would show what the device follows")
            : ReadBackResult.Nothing(Missing(sent, answers));
    }

    private static ReadBackResult Shown(SentCommand sent, ReportedValue shown, string? reason) => new(
        WriteProgress.ReadBack, shown.Value, shown.ReceivedAt, sent.Setpoint.IsFollowed(sent.Write.Value, shown.Value), sent.AnsweredAt, reason);

    private static string Missing(SentCommand sent, bool answers)
    {
        IEnumerable<string?> reasons =
        [
            sent.Doubt,
            answers && sent.Doubt is null ? $"the device did not answer within {sent.Setpoint.Command.Acknowledgement!.Timeout.TotalSeconds:0.###} s" : null,
            sent.Setpoint.ReadBackOrdinal is null ? null : "no report came that would show what the device follows",
        ];
        return string.Join("; ", reasons.OfType<string>());
    }

    private SentCommand Expect(MqttSetpoint setpoint, FieldWrite write, SentCommand? before)
    {
        var sent = new SentCommand(this, setpoint, write, Now);

        // Of a device that reports only changes, a value that it has already is no news: unless another command stands between.
        if (setpoint.ReadBackOrdinal is { } ordinal && IsOnChange(ordinal) && _reported.TryGetValue(ordinal, out ReportedValue last)
            && setpoint.IsFollowed(write.Value, last.Value)
            && (before is null || before.At < last.At || setpoint.IsFollowed(write.Value, before.Write.Value)))
        {
            sent.FollowedBefore = last;
        }

        if (before is not null)
        {
            commands.Remove(before.Write.CommandId);
        }

        _sent[write.Ordinal] = sent;
        commands[write.CommandId] = sent;
        return sent;
    }

    // It never left: what was sent before is what the device may still answer.
    private void Forget(SentCommand sent, SentCommand? before)
    {
        commands.Remove(sent.Write.CommandId);
        if (before is null)
        {
            _sent.Remove(sent.Write.Ordinal);
        }
        else
        {
            _sent[sent.Write.Ordinal] = before;
            commands[before.Write.CommandId] = before;
        }
    }

    private void OnReported(ReadingBatch batch, bool isLive)
    {
        bool isNews = false;
        foreach (ref readonly Reading reading in batch.Readings.AsSpan())
        {
            if (!reading.Value.HasValue || !_readBacks.Contains(reading.Point))
            {
                continue;
            }

            var shown = new ReportedValue(reading.Value, batch.ReceivedAt, Now);
            _reported[reading.Point] = shown;
            foreach (SentCommand sent in isLive ? _sent.Values : (IEnumerable<SentCommand>)[])
            {
                if (sent.Setpoint.ReadBackOrdinal == reading.Point && sent.Followed is null)
                {
                    sent.Report = shown;
                    sent.Followed = sent.Setpoint.IsFollowed(sent.Write.Value, shown.Value) ? shown.At : null;
                    isNews = true;
                }
            }
        }

        if (isNews)
        {
            field.Wake();
        }
    }

    private void Become(DevicePresence presence)
    {
        _presence = presence;
        field.Report(presence.State, presence.Reason);
    }

    private MqttApplicationMessage Message(MqttSetpoint setpoint, FieldWrite write, byte[] payload)
    {
        bool correlated = setpoint.Command.Acknowledgement is { UsesCorrelationData: true };
        TimeSpan validity = write.Expires == MonotonicTime.Never ? ExpiryOfLatched : write.Expires.Remaining(context.Clock);
        return new MqttApplicationMessage
        {
            Topic = setpoint.Topic,
            PayloadSegment = payload,
            QualityOfServiceLevel = (MqttQualityOfServiceLevel)setpoint.Command.QualityOfService,

            // Never retained: a command must not reach a device that connects later.
            Retain = false,
            MessageExpiryInterval = (uint)Math.Max(1, Math.Min(validity.TotalSeconds, uint.MaxValue)),
            ResponseTopic = correlated ? setpoint.AcknowledgementTopic : null,
            CorrelationData = correlated ? MqttSetpoint.CorrelationData(write.CommandId) : null,
        };
    }

    private TimeSpan SettleOf(MqttSetpoint setpoint)
    {
        TimeSpan answer = setpoint.Command.Acknowledgement?.Timeout ?? TimeSpan.Zero;
        TimeSpan report = setpoint.ReadBackOrdinal is { } ordinal ? Freshness.AllowedAge(field.Definition.Points[ordinal]) ?? ChangeTimeout : TimeSpan.Zero;
        return answer + report < MaxSettle ? answer + report : MaxSettle;
    }

    private bool IsOnChange(int ordinal) => Freshness.AllowedAge(field.Definition.Points[ordinal]) is null;
}

/// <summary>The newest command of a setpoint, and what the device said since.</summary>
internal sealed class SentCommand(MqttDevice device, MqttSetpoint setpoint, FieldWrite write, MonotonicTime at)
{
    public MqttDevice Device { get; } = device;

    public MqttSetpoint Setpoint { get; } = setpoint;

    public FieldWrite Write { get; } = write;

    public MonotonicTime At { get; } = at;

    /// <summary>Why it is in doubt whether it left; null when it is not.</summary>
    public string? Doubt { get; set; }

    /// <summary>Its answer, and when that came.</summary>
    public MqttAnswer? Answer { get; set; }

    public Timestamp? AnsweredAt { get; set; }

    /// <summary>What the last report showed.</summary>
    public ReportedValue Report { get; set; }

    /// <summary>Since when a report shows that it follows.</summary>
    public MonotonicTime? Followed { get; set; }

    /// <summary>The value that it had reported before, when it follows that already and reports only changes.</summary>
    public ReportedValue? FollowedBefore { get; set; }
}

/// <summary>What a device reported of a setpoint.</summary>
internal readonly record struct ReportedValue(PointValue Value, Timestamp ReceivedAt, MonotonicTime At);
