using System.Runtime.InteropServices;
using Twins.Client.Live;

namespace Twins.OperatorConsole.Charts;

/// <summary>
/// New samples for the browser as one array of doubles in little-endian bytes: now, then for each line with news its index, the
/// count, the times (ms) and the values (NaN is a gap). Bytes travel beside the JSON of a call, not in it.
/// </summary>
public sealed class TimeSeriesPacket
{
    private readonly List<double> _numbers = [];

    /// <summary>Begins a packet.</summary>
    public TimeSeriesPacket(DateTimeOffset now) => _numbers.Add(now.ToUnixTimeMilliseconds());

    /// <summary>Adds a line's new samples; none adds nothing.</summary>
    public void Add(int line, TrendSeries samples, double factor)
    {
        if (samples.TimesMs.Length == 0)
        {
            return;
        }
        _numbers.Add(line);
        _numbers.Add(samples.TimesMs.Length);
        _numbers.AddRange(samples.TimesMs);
        foreach (var value in samples.Values)
        {
            _numbers.Add(value / factor);
        }
    }

    /// <summary>The packet's bytes.</summary>
    public byte[] ToBytes() => MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(_numbers)).ToArray();
}
