using Twins.Commands;
using Twins.Connections;

namespace Twins.Adapters;

/// <summary>One write from its request to its result: waits, is sent, settles until the device shows what it follows.</summary>
internal sealed class WriteInProgress(FieldWrite write, FieldSetpoint setpoint, bool simulated)
{
    /// <summary>
    /// How long a device that did not acknowledge is asked what it follows: the unit may be given time first, the connection be opened again.
    /// </summary>
    public static readonly TimeSpan SettleUnacknowledged = TimeSpan.FromSeconds(4.5);

    // Pauses between read-backs; the last one repeats.
    private static readonly TimeSpan[] Pauses = [.. new[] { 100, 300, 600, 1000 }.Select(milliseconds => TimeSpan.FromMilliseconds(milliseconds))];

    private readonly TaskCompletionSource<WriteResult> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private WriteResult _soFar = WriteResult.NotSent(CommandRefusal.Disconnected, "it was not sent") with { Simulated = simulated };
    private MonotonicTime _settled;
    private int _readBacks;

    public FieldWrite Write { get; } = write;

    public FieldSetpoint Setpoint { get; } = setpoint;

    /// <summary>What became of it, once that is decided or given up.</summary>
    public Task<WriteResult> Result => _result.Task;

    /// <summary>When the device is asked next, or what it reported is looked at for the last time.</summary>
    public MonotonicTime NextReadBack { get; private set; } = MonotonicTime.Never;

    /// <summary>It is being sent: until the outcome is known, it may have arrived.</summary>
    public void OnSending(Timestamp now) =>
        _soFar = _soFar with { Progress = WriteProgress.Sent, Refusal = CommandRefusal.None, Reason = null, SentAt = now };

    /// <summary>It was sent, or was not; what is final is answered at once.</summary>
    public void OnSent(SendResult result, Timestamp now)
    {
        _soFar = _soFar with
        {
            Progress = result.Progress,
            Refusal = result.Refusal,
            Reason = result.Reason,
            SentAt = result.Progress == WriteProgress.NotSent ? null : _soFar.SentAt,
            AcknowledgedAt = result.Progress == WriteProgress.Acknowledged ? now : null,
        };
        if (result.Progress is WriteProgress.NotSent or WriteProgress.Refused)
        {
            _result.TrySetResult(_soFar);
        }
    }

    /// <summary>Begins to look for the value in what the device shows.</summary>
    public void BeginSettling(MonotonicTime now)
    {
        TimeSpan settle = _soFar.Progress == WriteProgress.Acknowledged || Setpoint.Settle > SettleUnacknowledged
            ? Setpoint.Settle
            : SettleUnacknowledged;
        _settled = now + settle;
        NextReadBack = Setpoint.IsPolled ? now : _settled;
    }

    /// <summary>Something came that may show what the device follows.</summary>
    public void OnNews(MonotonicTime now) => NextReadBack = MonotonicTime.Min(NextReadBack, now);

    /// <summary>What the device showed; decides when it follows, has refused, or has had its time.</summary>
    public void OnReadBack(ReadBackResult shown, MonotonicTime now)
    {
        _soFar = shown.Progress switch
        {
            WriteProgress.ReadBack => _soFar with
            {
                Progress = WriteProgress.ReadBack,
                AcknowledgedAt = _soFar.AcknowledgedAt ?? shown.AcknowledgedAt,
                ReadBackAt = shown.At,
                ReadBack = shown.Value,
                Followed = shown.Followed,
                Reason = shown.Reason,
            },
            WriteProgress.Acknowledged when _soFar.Progress == WriteProgress.Sent =>
                _soFar with { Progress = WriteProgress.Acknowledged, AcknowledgedAt = shown.AcknowledgedAt, Reason = shown.Reason },
            WriteProgress.Refused => _soFar with { Progress = WriteProgress.Refused, Reason = shown.Reason },
            _ => _soFar with { Reason = shown.Reason ?? _soFar.Reason },
        };
        if (_soFar.Followed || _soFar.Progress == WriteProgress.Refused || now >= _settled)
        {
            NextReadBack = MonotonicTime.Never;
            _result.TrySetResult(_soFar);
            return;
        }

        TimeSpan pause = Pauses[Math.Min(_readBacks++, Pauses.Length - 1)];
        NextReadBack = Setpoint.IsPolled ? MonotonicTime.Min(now + pause, _settled) : _settled;
    }

    /// <summary>A newer write takes its place.</summary>
    public void Supersede() => _result.TrySetResult(_soFar with
    {
        Superseded = true, Refusal = CommandRefusal.None, Reason = "a newer write of the same setpoint took its place",
    });

    /// <summary>Answers with what is known so far.</summary>
    public void GiveUp(string reason) => _result.TrySetResult(_soFar with { Reason = reason });
}
