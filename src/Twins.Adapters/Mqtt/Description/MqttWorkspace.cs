using Twins.Adapters.Mqtt.Decoding;
using Twins.Readings;

namespace Twins.Adapters.Mqtt;

/// <summary>
/// What decoding a message needs to remember until it knows that the message is whole. Kept by whoever reads a connection and used for every
/// message: once it has grown to the largest of them, decoding allocates nothing. Not to be shared between threads.
/// </summary>
public sealed class MqttWorkspace
{
    /// <summary>Complaints of a message that are told; the rest is counted.</summary>
    public const int MaxFaults = 16;

    private const int NotDeferred = -1;

    private readonly PendingFault[] _faults = new PendingFault[MaxFaults];
    private JsonCapture[] _captures = new JsonCapture[32];
    private PendingReading[] _readings = new PendingReading[32];
    private int[] _deferred = [];
    private bool[] _conditions = [];
    private int _readingCount;
    private int _faultCount;

    /// <summary>Takes a text while its escapes are resolved.</summary>
    internal byte[] Text { get; } = new byte[MqttValueCodec.MaxTextBytes];

    /// <summary>Takes a name while it is put together.</summary>
    internal byte[] Name { get; } = new byte[MqttValueCodec.MaxTextBytes];

    /// <summary>Takes a base name for the records after it.</summary>
    internal byte[] BaseName { get; } = new byte[MqttValueCodec.MaxTextBytes];

    /// <summary>Number of readings so far.</summary>
    internal int ReadingCount => _readingCount;

    /// <summary>Number of complaints so far.</summary>
    internal int FaultCount => _faultCount;

    /// <summary>Forgets the message before, and makes room for what the next may hold.</summary>
    /// <param name="captures">Captures at once.</param>
    /// <param name="rows">Arrays of rows.</param>
    internal void Begin(int captures = 0, int rows = 0)
    {
        _readingCount = 0;
        _faultCount = 0;
        if (_captures.Length < captures)
        {
            Array.Resize(ref _captures, captures);
        }

        if (_deferred.Length < rows)
        {
            Array.Resize(ref _deferred, rows);
        }

        _deferred.AsSpan(0, rows).Fill(NotDeferred);
    }

    /// <summary>Forgets captures.</summary>
    internal void ClearCaptures(int start, int count) => _captures.AsSpan(start, count).Clear();

    /// <summary>Room for what conditions come to.</summary>
    internal Span<bool> Conditions(int count)
    {
        if (_conditions.Length < count)
        {
            Array.Resize(ref _conditions, count);
        }

        return _conditions.AsSpan(0, count);
    }

    /// <summary>Remembers an array of rows for later.</summary>
    internal void Defer(int rows, int start) => _deferred[rows] = start;

    /// <summary>Where an array begins that was remembered; null when it was not.</summary>
    internal int? Deferred(int rows) => _deferred[rows] == NotDeferred ? null : _deferred[rows];

    /// <summary>A capture that was read.</summary>
    internal ref JsonCapture Capture(int index) => ref _captures[index];

    /// <summary>Remembers a reading.</summary>
    internal void Add(int device, in Reading reading)
    {
        if (_readingCount == _readings.Length)
        {
            Array.Resize(ref _readings, _readings.Length * 2);
        }

        _readings[_readingCount++] = new PendingReading(device, reading);
    }

    /// <summary>Remembers a complaint, or counts it.</summary>
    internal void Complain(int device, in MqttFault fault)
    {
        if (_faultCount < MaxFaults)
        {
            _faults[_faultCount] = new PendingFault(device, fault);
        }

        _faultCount++;
    }

    /// <summary>Hands everything over: the message is whole.</summary>
    internal MqttDecoded Deliver(IMqttReadings into)
    {
        for (var i = 0; i < _readingCount; i++)
        {
            into.Add(_readings[i].Device, _readings[i].Reading);
        }

        for (var i = 0; i < Math.Min(_faultCount, MaxFaults); i++)
        {
            into.Complain(_faults[i].Device, _faults[i].Fault);
        }

        return new MqttDecoded(_readingCount, _faultCount, _faultCount > 0 ? _faults[0].Fault : default);
    }

    /// <summary>Hands over that the message is broken, and nothing of what it seemed to say.</summary>
    internal MqttDecoded Reject(int device, in MqttFault fault, IMqttReadings into)
    {
        Begin();
        Complain(device, fault);
        return Deliver(into);
    }

    private readonly record struct PendingReading(int Device, Reading Reading);

    private readonly record struct PendingFault(int Device, MqttFault Fault);
}

/// <summary>How a message came.</summary>
/// <param name="ReceivedAt">When the gateway received it.</param>
/// <param name="Retained">Whether the broker had kept it from before the subscription: its values are as old as their own time says, and doubtful.</param>
public readonly record struct MqttReceipt(Timestamp ReceivedAt, bool Retained);

/// <summary>Takes what messages say.</summary>
public interface IMqttReadings
{
    /// <summary>
    /// Takes a reading. A message may hold several samples of a point, in rows or records with times of their own: they come in its order.
    /// </summary>
    /// <param name="device">Index of the device in <see cref="MqttMap.Devices"/>.</param>
    /// <param name="reading">The reading.</param>
    void Add(int device, in Reading reading);

    /// <summary>Takes a complaint; a message makes at most <see cref="MqttWorkspace.MaxFaults"/>, the rest is counted.</summary>
    /// <param name="device">Index of the device; −1 when the message names none.</param>
    /// <param name="fault">What is wrong, and where.</param>
    void Complain(int device, in MqttFault fault);
}

/// <summary>What became of a message.</summary>
/// <param name="Readings">Readings that it held, those of bad quality included.</param>
/// <param name="Faults">Number of things wrong with it; 0 when it is as described.</param>
/// <param name="First">The first of them.</param>
public readonly record struct MqttDecoded(int Readings, int Faults, MqttFault First);

/// <summary>What is read of one payload; what exceeds it is a fault, never a growing buffer.</summary>
public static class MqttLimits
{
    /// <summary>Levels of JSON nesting.</summary>
    public const int MaxLevels = 32;

    /// <summary>Rows of an array, and records of a SenML pack.</summary>
    public const int MaxRows = 10_000;
}
