
namespace Twins.Client.Live;

/// <summary>
/// The last ten minutes of one numeric point: at most 600 samples in a ring that grows as it is needed. A run of equal values keeps its
/// two ends only; values faster than one a second replace each other; a pause longer than the point allows becomes a gap (NaN).
/// </summary>
internal sealed class TrendBuffer
{
    public const int MaxSamples = 600;
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    private const int InitialSamples = 16;
    private const long SpacingMs = 1000;

    // Milliseconds modulo 2³²: samples are never older than the window, so the difference from now is unambiguous.
    private uint[] _times = new uint[InitialSamples];
    private double[] _values = new double[InitialSamples];
    private int _start;
    private int _count;
    private long _lastMs = long.MinValue;

    /// <summary>Appends a value, or a gap for NaN. A time not later than the last one is ignored: the trend is in order.</summary>
    public void Append(Timestamp time, double value, TimeSpan? allowedAge)
    {
        long ms = time.Microseconds / 1000;
        if (_count > 0 && ms <= _lastMs)
        {
            return;
        }

        if (_count > 0 && allowedAge is { } allowed && ms - _lastMs > allowed.TotalMilliseconds && !double.IsNaN(Value(_count - 1)))
        {
            Add(_lastMs + (long)allowed.TotalMilliseconds, double.NaN);
        }

        if (_count >= 2 && MayReplaceLast(ms, value))
        {
            _count--;
        }

        Add(ms, value);
        while (_count > 1 && Age(0, ms) > Window.TotalMilliseconds)
        {
            RemoveFirst();
        }
    }

    /// <summary>The samples later than an instant.</summary>
    public TrendSeries Copy(Timestamp after)
    {
        int first = 0;
        while (first < _count && TimeMs(first) <= after.Microseconds / 1000)
        {
            first++;
        }

        double[] times = new double[_count - first];
        double[] values = new double[_count - first];
        for (int i = first; i < _count; i++)
        {
            times[i - first] = TimeMs(i);
            values[i - first] = Value(i);
        }

        return new TrendSeries(times, values);
    }

    private bool MayReplaceLast(long ms, double value)
    {
        double last = Value(_count - 1);
        double before = Value(_count - 2);
        bool sameRun = last.Equals(value) && before.Equals(value);
        bool tooDense = ms - TimeMs(_count - 2) < SpacingMs && !double.IsNaN(last) && !double.IsNaN(value);
        return sameRun || tooDense;
    }

    private void Add(long ms, double value)
    {
        if (_count == _times.Length)
        {
            MakeRoom();
        }

        int slot = Slot(_count++);
        _times[slot] = unchecked((uint)ms);
        _values[slot] = value;
        _lastMs = ms;
    }

    private void MakeRoom()
    {
        if (_count == MaxSamples)
        {
            RemoveFirst();
            return;
        }

        int size = Math.Min(_count * 2, MaxSamples);
        uint[] times = new uint[size];
        double[] values = new double[size];
        for (int i = 0; i < _count; i++)
        {
            times[i] = _times[Slot(i)];
            values[i] = Value(i);
        }

        (_times, _values, _start) = (times, values, 0);
    }

    private void RemoveFirst()
    {
        _start = Slot(1);
        _count--;
    }

    private int Slot(int index) => (_start + index) % _times.Length;

    private double Value(int index) => _values[Slot(index)];

    private long TimeMs(int index) => _lastMs - Age(index, _lastMs);

    private long Age(int index, long ms) => unchecked((uint)ms - _times[Slot(index)]);
}
