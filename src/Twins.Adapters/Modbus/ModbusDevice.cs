using System.Runtime.InteropServices;
using Twins.Adapters.Modbus.Wire;
using Twins.Connections;
using Twins.Devices;
using Twins.Readings;

namespace Twins.Adapters.Modbus;

/// <summary>One unit of a Modbus connection: polled by its plan, written and read back. Used by its lane, one call at a time.</summary>
internal sealed class ModbusDevice : IFieldDevice
{
    /// <summary>How long a device that is described without <c>settle</c> is given to show a new value: most poll their own inputs once a second.</summary>
    public static readonly TimeSpan MinSettle = TimeSpan.FromSeconds(1);

    private readonly FieldDevice _field;
    private readonly FieldContext _context;
    private readonly ModbusMap _map;
    private readonly ModbusReader _reader;
    private readonly ModbusWriter _writer;
    private readonly PollSchedule _schedule;
    private readonly List<int> _due = [];
    private readonly List<Reading> _readings = [];

    // The command of each setpoint that was written once more, because the scale factor had changed under it.
    private readonly Dictionary<int, Guid> _writtenAgain = [];
    private int _asked;
    private Reachability _reachability;

    public ModbusDevice(ModbusTcpMaster master, FieldDevice field, FieldContext context)
    {
        _field = field;
        _context = context;
        _map = ModbusMap.Compile(field.Definition);
        var factors = new ModbusScaleFactors(_map);
        byte unit = (byte)ModbusAddress.UnitIdOf(field.Definition.Entry);
        _reader = new ModbusReader(master, unit, _map, factors, field, context);
        _writer = new ModbusWriter(master, unit, (ModbusDescription)field.Definition.Description.Protocol, _reader, context.Logger);
        _schedule = new PollSchedule(_reader.Periods, MonotonicTime.Now(context.Clock) + PollSchedule.FirstPoll(field.Definition.Key));
    }

    /// <inheritdoc/>
    public MonotonicTime NextPoll => _asked < _due.Count ? default : _schedule.Next;

    private Timestamp Now => Timestamp.Now(_context.Clock);

    /// <inheritdoc/>
    public async Task PollAsync()
    {
        if (_asked == _due.Count)
        {
            _due.Clear();
            _asked = 0;
            _context.Counters.CountMissedPolls(_schedule.TakeDue(MonotonicTime.Now(_context.Clock), _due));
        }

        while (_asked < _due.Count)
        {
            (PollEnd end, string? reason) = await _reader.PollAsync(_due[_asked++], _readings);
            Reached(end, reason);
            if (end != PollEnd.Answered)
            {
                // The other requests of a device that does not answer would each wait as long.
                _asked = _due.Count;
            }
            else if (_field.IsWriteWaiting && _asked < _due.Count)
            {
                return;
            }
        }

        if (_readings.Count > 0)
        {
            ReadingBatch batch = _field.CreateBatch(CollectionsMarshal.AsSpan(_readings), Now);
            _readings.Clear();
            _field.Link.Send(batch);
        }
    }

    /// <inheritdoc/>
    public FieldSetpoint? FindSetpoint(int ordinal) => _map.FindSetpoint(ordinal) is { } setpoint
        ? new FieldSetpoint(
            setpoint.Write.WatchdogSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            setpoint.Write.Settle > MinSettle ? setpoint.Write.Settle : MinSettle,
            IsPolled: true)
        : null;

    /// <inheritdoc/>
    public async Task<SendResult> SendAsync(FieldWrite write)
    {
        try
        {
            return await _writer.SendAsync(_map.FindSetpoint(write.Ordinal)!, write.Value);
        }
        catch (ModbusException exception)
        {
            Failed(exception);
            return ModbusWriter.Judge(exception);
        }
    }

    /// <inheritdoc/>
    public async Task<ReadBackResult> ReadBackAsync(FieldWrite write)
    {
        ModbusSetpoint setpoint = _map.FindSetpoint(write.Ordinal)!;
        try
        {
            DecodedValue shown = await _reader.ReadNowAsync(setpoint.ReadBack);
            Reached(PollEnd.Answered, null);
            if (!shown.Value.HasValue)
            {
                return ReadBackResult.Nothing($"the read-back of '{setpoint.ReadBack.Key}' is no value: {shown.Reason}");
            }

            bool followed = setpoint.IsFollowed(write.Value, shown.Value, _reader.Factors);
            string? reason = followed ? null : await WriteAgainAsync(setpoint, write);
            return new ReadBackResult(WriteProgress.ReadBack, shown.Value, Now, followed, null, reason);
        }
        catch (ModbusException exception)
        {
            Failed(exception);
            Reached(ModbusReader.EndOf(exception), exception.Message);
            return ReadBackResult.Nothing($"it could not be read back: {exception.Message}");
        }
    }

    /// <summary>
    /// Corrects a value that a change of the scale factor made another one, once a command; a device that goes on changing it is not chased.
    /// </summary>
    /// <returns>What happened, in words; null when the factor is the one by which the value was written.</returns>
    private async Task<string?> WriteAgainAsync(ModbusSetpoint setpoint, FieldWrite write)
    {
        if (_writer.FindFactorChange(setpoint) is not { } change)
        {
            return null;
        }

        if (_writtenAgain.GetValueOrDefault(write.Ordinal) == write.CommandId)
        {
            return $"{change}, again after it was corrected";
        }

        if (write.Expires.IsDue(_context.Clock))
        {
            return $"{change}, and it is no longer to be written";
        }

        _writtenAgain[write.Ordinal] = write.CommandId;
        _context.Logger.FactorChanged(_field.Definition.Key, setpoint.Target.Key, change);
        SendResult again = await SendAsync(write);
        return again.Progress == WriteProgress.Acknowledged ? $"{change}; it was written again" : $"{change}; writing it again failed: {again.Reason}";
    }

    private void Reached(PollEnd end, string? reason)
    {
        _reachability = _reachability.After(end);
        _field.Report(_reachability.State, reason);
    }

    private void Failed(ModbusException exception)
    {
        _context.Counters.CountFailure(exception.Message);
        _context.Logger.RequestFailed(exception, _field.Definition.Key.ToString(), exception.Message);
    }
}
