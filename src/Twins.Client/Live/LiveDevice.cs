using System.Collections.Immutable;
using Twins.Devices;
using Twins.Points;
using Twins.Readings;
using Twins.Sites;

namespace Twins.Client.Live;

/// <summary>
/// The live state of one device in this process, conflated: the latest value of every point, whatever number of changes brought it.
/// Safe to read from many threads at once; a read copies and allocates only what it returns.
/// </summary>
public sealed class LiveDevice
{
    private readonly Lock _gate = new();
    private readonly LiveSite _site;
    private readonly TimeProvider _clock;
    private readonly LiveSequence _sequence = new();
    private Reading[] _readings = [];
    private MonotonicTime[] _staleAt = [];
    private TrendBuffer?[] _trends = [];
    private ConnectivityReport _connectivity = ConnectivityReport.NotTried;
    private ImmutableArray<SetpointStatus> _setpoints = [];
    private long _version;

    internal LiveDevice(LiveSite site, TwinDefinition definition, TimeProvider clock)
    {
        _site = site;
        _clock = clock;
        Definition = definition;
    }

    /// <summary>What is described about the device.</summary>
    public TwinDefinition Definition { get; }

    /// <summary>Identity, <c>site/device</c>.</summary>
    public DeviceKey Key => Definition.Key;

    /// <summary>
    /// Grows with every change that arrives. Values also turn stale as time passes, without a change:
    /// a view that shows ages looks again at its own slow pace.
    /// </summary>
    public long Version => Volatile.Read(ref _version);

    /// <summary>
    /// Whether this state follows the twin: the site is watched, the twin's state was read, and the site's feed is not silent.
    /// When it is false, every value reads as stale.
    /// </summary>
    public bool IsLive => _sequence.Known && _site.IsLive;

    /// <summary>Whether the device answers, as the twin last said.</summary>
    public ConnectivityReport Connectivity
    {
        get
        {
            lock (_gate)
            {
                return _connectivity;
            }
        }
    }

    /// <summary>Desired and reported of every setpoint that was ever commanded.</summary>
    public ImmutableArray<SetpointStatus> Setpoints
    {
        get
        {
            lock (_gate)
            {
                return _setpoints;
            }
        }
    }

    /// <summary>Desired and reported of one setpoint; null when it was never commanded.</summary>
    public SetpointStatus? FindSetpoint(int ordinal) => Setpoints.FirstOrDefault(setpoint => setpoint.Point == ordinal);

    /// <summary>The latest reading of a point, with its quality as of now.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The device has no such ordinal.</exception>
    public Reading Read(int ordinal)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(ordinal);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(ordinal, Definition.Points.Count);
        MonotonicTime now = MonotonicTime.Now(_clock);
        bool live = IsLive;
        lock (_gate)
        {
            return AsOf(ordinal, live, now);
        }
    }

    /// <summary>The latest reading of every point, indexed by ordinal, with their qualities as of now.</summary>
    public ImmutableArray<Reading> ReadAll()
    {
        MonotonicTime now = MonotonicTime.Now(_clock);
        bool live = IsLive;
        var readings = ImmutableArray.CreateBuilder<Reading>(Definition.Points.Count);
        lock (_gate)
        {
            for (int ordinal = 0; ordinal < Definition.Points.Count; ordinal++)
            {
                readings.Add(AsOf(ordinal, live, now));
            }
        }

        return readings.MoveToImmutable();
    }

    /// <summary>The values of a numeric point while the site was watched, the last ten minutes at most, that are later than an instant.</summary>
    public TrendSeries CopyTrend(int ordinal, Timestamp after = default)
    {
        lock (_gate)
        {
            return ordinal < _trends.Length && _trends[ordinal] is { } trend ? trend.Copy(after) : TrendSeries.Empty;
        }
    }

    /// <summary>Applies a change if it follows on what is known; otherwise the verdict says what is missing.</summary>
    internal SequenceVerdict Offer(DeviceChange change)
    {
        lock (_gate)
        {
            SequenceVerdict verdict = _sequence.Judge(change);
            if (verdict == SequenceVerdict.Follows)
            {
                Take(change.Readings.AsSpan(), change.Time);
                _connectivity = change.Connectivity ?? _connectivity;
                foreach (SetpointStatus setpoint in change.Setpoints)
                {
                    _setpoints = [.. _setpoints.Where(known => known.Point != setpoint.Point), setpoint];
                }

                _version++;
            }

            return verdict;
        }
    }

    /// <summary>Applies a snapshot; false when changes were noted meanwhile that it does not contain, and it must be read again.</summary>
    internal bool Offer(DeviceSnapshot snapshot)
    {
        lock (_gate)
        {
            Take(snapshot.Readings.AsSpan(), snapshot.TakenAt);
            _connectivity = snapshot.Connectivity;
            _setpoints = snapshot.Setpoints;
            _version++;
            return _sequence.EndReading(snapshot);
        }
    }

    internal bool TryBeginReading()
    {
        lock (_gate)
        {
            return _sequence.TryBeginReading();
        }
    }

    internal void AbandonReading()
    {
        lock (_gate)
        {
            _sequence.AbandonReading();
        }
    }

    internal bool WasQuiet()
    {
        lock (_gate)
        {
            return _sequence.WasQuiet();
        }
    }

    private void Take(ReadOnlySpan<Reading> readings, Timestamp said)
    {
        if (_readings.Length == 0)
        {
            _readings = new Reading[Definition.Points.Count];
            _staleAt = new MonotonicTime[Definition.Points.Count];
            _trends = new TrendBuffer?[Definition.Points.Count];
        }

        MonotonicTime now = MonotonicTime.Now(_clock);

        foreach (ref readonly Reading reading in readings)
        {
            if ((uint)reading.Point < (uint)_readings.Length)
            {
                _readings[reading.Point] = reading;
                _staleAt[reading.Point] = StaleAt(reading, said, now);
                TakeTrend(reading);
            }
        }
    }

    // The twin says itself when a value turns stale; this is for what it said that was lost on the way. Its age when it was said is by the
    // twin's clock alone, the rest by the monotonic clock of this process.
    private MonotonicTime StaleAt(in Reading reading, Timestamp said, MonotonicTime now)
    {
        if (Freshness.AllowedAge(Definition.Points[reading.Point]) is not { } allowed)
        {
            return MonotonicTime.Never;
        }

        TimeSpan age = said - reading.Time;
        TimeSpan left = age <= TimeSpan.Zero ? allowed : age < allowed ? allowed - age : TimeSpan.Zero;
        return now + left;
    }

    private void TakeTrend(in Reading reading)
    {
        PointDefinition point = Definition.Points[reading.Point];
        if (point.ValueType != PointValueType.Number || reading.Time == default)
        {
            return;
        }

        double value = Freshness.IsFresh(reading.Quality) ? reading.Value.Number : double.NaN;
        (_trends[reading.Point] ??= new TrendBuffer()).Append(reading.Time, value, Freshness.AllowedAge(point));
    }

    private Reading AsOf(int ordinal, bool live, MonotonicTime now)
    {
        if (_readings.Length == 0 || _readings[ordinal] is { Quality: Quality.Bad, Reason: QualityReason.None })
        {
            return new Reading(ordinal, PointValue.None, Quality.Bad, QualityReason.NeverRead, default, TimeSource.Gateway);
        }

        Reading reading = _readings[ordinal];
        if (!Freshness.IsFresh(reading.Quality))
        {
            return reading;
        }

        if (!live || (_connectivity.State == Twins.Devices.Connectivity.Offline && reading.Time <= _connectivity.Since))
        {
            return reading with { Quality = Quality.Stale, Reason = QualityReason.Disconnected };
        }

        return _staleAt[ordinal] < now ? reading with { Quality = Quality.Stale, Reason = QualityReason.Overdue } : reading;
    }
}
