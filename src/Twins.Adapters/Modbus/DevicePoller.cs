using Twins.Adapters.Modbus.Wire;
using Twins.Commands;
using Twins.Connections;
using Twins.Devices;
using Twins.Points;

namespace Twins.Adapters.Modbus;

/// <summary>
/// Keeps one device of a connection going: polls on its schedule, repeats what its watchdog needs, reports whether it answers, and writes.
/// Every device has its own timer, so that one that is silent delays itself only.
/// </summary>
internal sealed class DevicePoller
{
    private readonly ModbusDevice _device;
    private readonly ModbusReader _reader;
    private readonly ModbusWriter _writer;
    private readonly TimeProvider _clock;
    private readonly PollSchedule _schedule;
    private readonly List<int> _due = [];

    public DevicePoller(ModbusDevice device, IModbusMaster master, ConnectionCounters counters, TimeProvider clock)
    {
        _device = device;
        _clock = clock;
        _reader = new ModbusReader(master, device, counters, clock);
        _writer = new ModbusWriter(master, _reader, device, counters, clock);
        _schedule = new PollSchedule(
            [.. device.Plan.Select(request => request.Every)], Timestamp.Now(clock) + PollSpread.FirstPoll(device.Definition.Key));
    }

    /// <summary>Key of the device within its site.</summary>
    public string Device => _device.Definition.Key.Device;

    /// <summary>Periods that were missed because an earlier poll had not ended.</summary>
    public long Missed => _schedule.Missed;

    /// <summary>When the device is to be looked after next; null when never.</summary>
    public Timestamp? Next => _schedule.Next is { } poll && _device.Written.Next is { } written
        ? (poll < written ? poll : written)
        : _schedule.Next ?? _device.Written.Next;

    /// <summary>Does what is due. Never throws on account of the device.</summary>
    public async Task TendAsync()
    {
        Timestamp now = Timestamp.Now(_clock);
        foreach ((int ordinal, SetpointWrite write) in _device.Written.TakeRepeats(now))
        {
            await _writer.RepeatAsync(_device.Map.FindSetpoint(ordinal)!, write.Value);
        }

        _schedule.TakeDue(now, _due);
        List<int> readBacks = _device.Written.TakeReadBacks(now);
        if (_due.Count == 0 && readBacks.Count == 0)
        {
            return;
        }

        PollOutcome outcome = await _reader.PollAsync(_due, readBacks);
        (_device.Reachability, ConnectivityReport? report) = _device.Reachability.After(outcome.End, outcome.Reason, Timestamp.Now(_clock));
        if (report is not null)
        {
            _device.Link.Report(report);
        }

        if (_reader.TakeBatch() is { } batch)
        {
            _device.Link.Send(batch);
        }
    }

    /// <summary>The connection is closed on purpose: the device is out of reach, not silent.</summary>
    public void NoteStopped() => _device.Link.Report(new ConnectivityReport(Connectivity.Offline, "the connection was stopped", Timestamp.Now(_clock)));

    public async Task<WriteResult> WriteAsync(SetpointWrite write)
    {
        if (!_device.Definition.Points.TryGetOrdinal(write.Point, out int ordinal) || _device.Map.FindSetpoint(ordinal) is not { } setpoint)
        {
            return WriteResult.NotSent(
                CommandRefusal.UnknownPoint, $"the device description '{_device.Definition.Description.Key}' has no write for '{write.Point}'");
        }

        WriteResult result = await _writer.WriteAsync(setpoint, write.Value);
        if (result.Progress > WriteProgress.Refused || result.Progress == WriteProgress.Sent)
        {
            _device.Written.Note(ordinal, write, Watchdog(ordinal, setpoint, write), Timestamp.Now(_clock));
        }

        return result;
    }

    // A leased setpoint without an end is the return to the safe value: the watchdog may then have its way.
    private TimeSpan? Watchdog(int ordinal, ModbusSetpoint setpoint, SetpointWrite write)
    {
        bool held = write.HoldUntil is not null || _device.Definition.Points[ordinal].Setpoint is { Hold: SetpointHold.Latched };
        return held && setpoint.Write.WatchdogSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null;
    }
}
