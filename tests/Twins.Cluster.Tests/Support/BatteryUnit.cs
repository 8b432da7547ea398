using System.Collections.Concurrent;
using Twins.Adapters.Modbus;
using Twins.Adapters.Modbus.Wire;

namespace Twins.Cluster.Tests.Support;

/// <summary>
/// A battery after the map dc-battery-storage: follows its setpoint at once, unless the test makes it slow, silent, deaf to acknowledgements,
/// stubborn, cut its connection, or talk garbage.
/// </summary>
internal sealed class BatteryUnit : IModbusUnit
{
    private const int ActivePower = 102;
    private const int PowerSetpoint = 200;
    private const int PowerSetpointFollowed = 201;

    private readonly ModbusMemoryUnit _memory = new(300);
    private readonly TimeProvider _clock;
    private (short Value, MonotonicTime At)? _coming;
    private int _reads;
    private int _writes;

    public BatteryUnit(TimeProvider? clock = null)
    {
        _clock = clock ?? TimeProvider.System;
        Registers[100] = 3_800;
        Registers[104] = 550;
        Registers[105] = 500;
        Registers[106] = 500;
        Registers[107] = 6;
        Registers[108] = 215;
        Registers[109] = 1;
    }

    /// <summary>The holding registers.</summary>
    public Span<ushort> Registers => _memory.HoldingRegisters.Span;

    /// <summary>Answers nothing while it is set.</summary>
    public bool Silent { get; set; }

    /// <summary>Carries the next write out and does not acknowledge it.</summary>
    public bool LoseNextAcknowledgement { get; set; }

    /// <summary>Carries the next write out, cuts the connection in place of an answer, and answers nothing afterwards.</summary>
    public bool CutAtNextWrite { get; set; }

    /// <summary>How long it takes to follow its setpoint.</summary>
    public TimeSpan FollowsAfter { get; set; }

    /// <summary>What was written to the setpoint's register, in order.</summary>
    public ConcurrentQueue<int> Written { get; } = [];

    /// <summary>Acknowledges writes and follows none.</summary>
    public bool Stubborn { get; set; }

    /// <summary>Answers reads with this in place of values.</summary>
    public ModbusReply? Garbage { get; set; }

    public int Reads => Volatile.Read(ref _reads);

    public int Writes => Volatile.Read(ref _writes);

    public async ValueTask<ModbusReply> ReadRegistersAsync(
        ModbusTable table, ushort address, Memory<ushort> destination, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _reads);
        if (_coming is { } coming && coming.At.IsDue(_clock))
        {
            Follow(coming.Value);
        }

        return Silent ? ModbusReply.None : Garbage ?? await _memory.ReadRegistersAsync(table, address, destination, cancellationToken);
    }

    public async ValueTask<ModbusReply> WriteRegistersAsync(ushort address, ReadOnlyMemory<ushort> values, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _writes);
        if (Silent)
        {
            return ModbusReply.None;
        }

        ModbusReply reply = await _memory.WriteRegistersAsync(address, values, cancellationToken);
        if (address == PowerSetpoint)
        {
            short value = (short)values.Span[0];
            Written.Enqueue(value);
            if (FollowsAfter > TimeSpan.Zero)
            {
                _coming = (value, MonotonicTime.Now(_clock) + FollowsAfter);
            }
            else if (!Stubborn)
            {
                Follow(value);
            }
        }

        if (CutAtNextWrite)
        {
            (CutAtNextWrite, Silent) = (false, true);
            return ModbusReply.Disconnect;
        }

        bool lose = LoseNextAcknowledgement;
        LoseNextAcknowledgement = false;
        return lose ? ModbusReply.None : reply;
    }

    public ValueTask<ModbusReply> ReadBitsAsync(ModbusTable table, ushort address, Memory<bool> destination, CancellationToken cancellationToken) =>
        _memory.ReadBitsAsync(table, address, destination, cancellationToken);

    public ValueTask<ModbusReply> WriteCoilsAsync(ushort address, ReadOnlyMemory<bool> values, CancellationToken cancellationToken) =>
        _memory.WriteCoilsAsync(address, values, cancellationToken);

    // The device counts charging as positive, in tenths of a kilowatt; its power register likewise, in watts.
    private void Follow(short tenthsOfKilowatts)
    {
        int watts = tenthsOfKilowatts * 100;
        Registers[PowerSetpointFollowed] = (ushort)tenthsOfKilowatts;
        Registers[ActivePower] = (ushort)(watts >> 16);
        Registers[ActivePower + 1] = (ushort)watts;
    }
}
