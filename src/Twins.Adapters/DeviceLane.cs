using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using Twins.Commands;
using Twins.Connections;
using Twins.Devices;
using Twins.Readings;

namespace Twins.Adapters;

/// <summary>
/// The one ordered lane of a device: writes, read-backs, watchdog refreshes and polls happen one after the other and cannot overtake each other.
/// The newest write wins: it takes the place of an older one of the same setpoint that still waits or is being read back, and a refresh never
/// follows it with an older value. While a device takes its time to follow, the lane goes on with other work. Runs on the turns of one grain.
/// </summary>
internal sealed class DeviceLane : IDisposable
{
    /// <summary>Setpoints with a write that waits; one more is refused as busy.</summary>
    public const int MaxWaiting = 64;

    /// <summary>How long an answer to a write may take in all: less than the grain call that carries it, 30 s.</summary>
    public static readonly TimeSpan MaxWrite = TimeSpan.FromSeconds(25);

    /// <summary>Pauses of the lane after a fault of ours: doubled up to the limit.</summary>
    public static readonly TimeSpan MinRestart = TimeSpan.FromSeconds(1);

    /// <summary>The longest pause after a fault of ours.</summary>
    public static readonly TimeSpan MaxRestart = TimeSpan.FromMinutes(1);

    // So many writes in a row, then what else is due has its turn.
    private const int MaxWritesInRow = 4;

    private readonly IFieldDevice _device;
    private readonly FieldDevice _field;
    private readonly ConnectionCounters _counters;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly WakeSignal _signal;
    private readonly WatchdogRefresh _refresh = new();
    private readonly List<WriteInProgress> _waiting = [];
    private readonly List<WriteInProgress> _settling = [];
    private int _writesInRow;
    private bool _newsCame;
    private bool _closed;

    public DeviceLane(IFieldDevice device, FieldDevice field, ConnectionCounters counters, TimeProvider clock, ILogger logger)
    {
        (_device, _field, _counters, _clock, _logger) = (device, field, counters, clock, logger);
        _signal = new WakeSignal(clock);
        field.Woken = OnWoken;
    }

    /// <summary>Key of the device within its site.</summary>
    public string Device => _field.Definition.Key.Device;

    private MonotonicTime Now => MonotonicTime.Now(_clock);

    /// <summary>Begins to work; ends after <see cref="Close"/>.</summary>
    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "A fault of ours in one device's work is logged and shown, and the lane goes on; the other lanes never notice.")]
    public async Task RunAsync()
    {
        System.Diagnostics.Activity.Current = null;
        TimeSpan pause = MinRestart;
        while (!_closed)
        {
            try
            {
                if (await StepAsync())
                {
                    pause = MinRestart;
                }
                else
                {
                    await _signal.WaitAsync(NextDue());
                }
            }
            catch (Exception exception)
            {
                _logger.LaneFailed(exception, _field.Definition.Key, pause);
                _counters.RecordError($"the work on {Device} failed and goes on in {pause.TotalSeconds:0} s: {exception.Message}");
                _field.Report(Connectivity.Offline, $"the adapter failed: {exception.Message}");
                await Task.Delay(pause, _clock);
                pause = pause * 2 < MaxRestart ? pause * 2 : MaxRestart;
            }
        }
    }

    /// <summary>Writes a setpoint and reads it back; failures are results.</summary>
    public async Task<WriteResult> WriteAsync(SetpointWrite write)
    {
        if (_closed)
        {
            return WriteResult.NotSent(CommandRefusal.Disconnected, "the connection was stopped");
        }

        if (!_field.Definition.Points.TryGetOrdinal(write.Point, out int ordinal) || _device.FindSetpoint(ordinal) is not { } setpoint)
        {
            return WriteResult.NotSent(
                CommandRefusal.UnknownPoint, $"the device description '{_field.Definition.Description.Key}' has no write for '{write.Point}'");
        }

        MonotonicTime now = Now;
        var pending = new WriteInProgress(
            new FieldWrite(ordinal, write.Value, write.CommandId, IsRefresh: false, write.HoldFor is { } hold ? now + hold : MonotonicTime.Never),
            setpoint,
            _field.Simulated);
        int older = _waiting.FindIndex(known => known.Write.Ordinal == ordinal);
        if (older >= 0)
        {
            _waiting[older].Supersede();
            _waiting[older] = pending;
        }
        else if (_waiting.Count < MaxWaiting)
        {
            _waiting.Add(pending);
        }
        else
        {
            return WriteResult.NotSent(CommandRefusal.Busy, $"{MaxWaiting} writes wait for the device already");
        }

        _field.IsWriteWaiting = true;
        _signal.Wake();
        try
        {
            return await pending.Result.WaitAsync(MaxWrite, _clock);
        }
        catch (TimeoutException)
        {
            // What still waits is taken back; what was sent stands, and the device's reports will show what it follows.
            Remove(_waiting, pending);
            Remove(_settling, pending);
            pending.GiveUp($"no certainty within {MaxWrite.TotalSeconds:0} s");
            return await pending.Result;
        }
    }

    /// <summary>Ends the work. What waits was not sent; what was sent stays as it is.</summary>
    public void Close()
    {
        _closed = true;
        _waiting.Concat(_settling).ToList().ForEach(pending => pending.GiveUp("the connection was stopped"));
        _waiting.Clear();
        _settling.Clear();
        _signal.Wake();
    }

    public void Dispose() => _signal.Dispose();

    /// <summary>Does the most urgent thing that is due; false when nothing is.</summary>
    private async Task<bool> StepAsync()
    {
        MonotonicTime now = Now;
        if (Interlocked.Exchange(ref _newsCame, false))
        {
            _settling.ForEach(pending => pending.OnNews(now));
        }

        bool othersDue = _writesInRow >= MaxWritesInRow && (_device.NextPoll <= now || _refresh.Next <= now || NextReadBack() <= now);
        if (_waiting.Count > 0 && !othersDue)
        {
            _writesInRow++;
            await SendAsync(now);
        }
        else if (TakeRefresh(now) is { } refresh)
        {
            await RefreshAsync(refresh);
        }
        else if (_settling.Find(pending => pending.NextReadBack <= now) is { } settling)
        {
            await ReadBackAsync(settling);
        }
        else if (_device.NextPoll <= now)
        {
            _writesInRow = 0;
            await _device.PollAsync();
        }
        else if (_refresh.TakeReadBack(now) is { } written)
        {
            await CheckAsync(written);
        }
        else
        {
            _writesInRow = 0;
            return false;
        }

        return true;
    }

    private async Task SendAsync(MonotonicTime now)
    {
        WriteInProgress pending = _waiting[0];
        Remove(_waiting, pending);
        if (pending.Write.Expires <= now)
        {
            pending.GiveUp("its validity ended before it could be sent");
            return;
        }

        // From here on the value asked for before is not what the device follows: nobody verifies it any more.
        if (_settling.Find(known => known.Write.Ordinal == pending.Write.Ordinal) is { } older)
        {
            Remove(_settling, older);
            older.Supersede();
        }

        SendResult result;
        pending.OnSending(Timestamp.Now(_clock));
        try
        {
            result = await _device.SendAsync(pending.Write);
        }
        catch (Exception)
        {
            // A fault of ours, logged by the loop; nothing says how far the write got.
            Hold(pending);
            pending.GiveUp("the adapter failed while it was sent");
            throw;
        }

        pending.OnSent(result, Timestamp.Now(_clock));
        if (result.Progress is WriteProgress.Sent or WriteProgress.Acknowledged)
        {
            Hold(pending);
            if (!pending.Result.IsCompleted)
            {
                pending.BeginSettling(Now);
                _settling.Add(pending);
            }
        }
    }

    private void Hold(WriteInProgress pending)
    {
        // A leased setpoint without an end is the return to the safe value: the watchdog may then have its way.
        bool held = pending.Write.Expires != MonotonicTime.Never
            || _field.Definition.Points[pending.Write.Ordinal].Setpoint is { Hold: Points.SetpointHold.Latched };
        _refresh.OnSent(pending.Write, held ? pending.Setpoint.Watchdog : null, pending.Setpoint.IsPolled, Now);
    }

    // A write that waits brings a newer value: its setpoint needs no refresh before.
    private FieldWrite? TakeRefresh(MonotonicTime now)
    {
        while (_refresh.Next <= now && _refresh.TakeRefresh(now) is { } refresh)
        {
            if (!_waiting.Exists(pending => pending.Write.Ordinal == refresh.Ordinal))
            {
                return refresh;
            }
        }

        return null;
    }

    private async Task RefreshAsync(FieldWrite refresh)
    {
        SendResult result = await _device.SendAsync(refresh);
        if (result.Progress is not WriteProgress.Acknowledged and not WriteProgress.Sent)
        {
            _logger.RefreshFailed(_field.Definition.Key, _field.Definition.Points[refresh.Ordinal].Key, result.Reason);
        }
    }

    private async Task ReadBackAsync(WriteInProgress pending)
    {
        pending.OnReadBack(await _device.ReadBackAsync(pending.Write), Now);
        if (pending.Result.IsCompleted)
        {
            Remove(_settling, pending);
        }
    }

    private async Task CheckAsync(FieldWrite written)
    {
        ReadBackResult result = await _device.ReadBackAsync(written);
        if (result.Progress == WriteProgress.ReadBack)
        {
            Reading reading = _field.ToReading(written.Ordinal, DecodedValue.Good(result.Value), result.At);
            _field.Link.Send(_field.CreateBatch(ImmutableArray.Create(reading), result.At));
        }
    }

    private void Remove(List<WriteInProgress> list, WriteInProgress pending)
    {
        list.Remove(pending);
        _field.IsWriteWaiting = _waiting.Count > 0;
    }

    private MonotonicTime NextReadBack()
    {
        MonotonicTime next = MonotonicTime.Never;
        foreach (WriteInProgress pending in _settling)
        {
            next = MonotonicTime.Min(next, pending.NextReadBack);
        }

        return next;
    }

    private MonotonicTime NextDue() => MonotonicTime.Min(MonotonicTime.Min(_device.NextPoll, _refresh.Next), NextReadBack());

    // On any thread: whatever is being read back is looked at on the next turn.
    private void OnWoken()
    {
        Volatile.Write(ref _newsCame, true);
        _signal.Wake();
    }
}
