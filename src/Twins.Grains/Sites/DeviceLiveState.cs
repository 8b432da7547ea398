using System.Collections.Immutable;
using Twins.Devices;
using Twins.Points;
using Twins.Readings;
using Twins.Sites;

namespace Twins.Grains.Sites;

/// <summary>
/// The latest state of one device in its site's feed, conflated: what its twin last said of every point. The twin says itself when a value
/// turns stale, so no clock is needed here.
/// </summary>
internal sealed class DeviceLiveState
{
    private readonly Reading[] _readings;
    private readonly bool[] _reported;
    private (long Epoch, long Sequence) _known;

    public DeviceLiveState(TwinDefinition definition)
    {
        Definition = definition;
        _readings = new Reading[definition.Points.Count];
        _reported = new bool[definition.Points.Count];

        // Types describe more than every product measures: expected is what the product's map reads.
        var reported = definition.Description.ReportedPoints().ToHashSet(StringComparer.Ordinal);
        for (int ordinal = 0; ordinal < _reported.Length; ordinal++)
        {
            _reported[ordinal] = reported.Contains(PointKeys.WithoutIndex(definition.Points[ordinal].Key));
        }
    }

    public TwinDefinition Definition { get; }

    public ConnectivityReport Connectivity { get; private set; } = ConnectivityReport.NotTried;

    /// <summary>Takes a change; false when something before it is missing, and the snapshot is to be read.</summary>
    public bool Apply(DeviceChange change)
    {
        if (!string.Equals(change.DescriptionHash, Definition.Hash, StringComparison.Ordinal))
        {
            return true;
        }

        (long Epoch, long Sequence) next = (change.Epoch, change.Sequence);
        if (next.CompareTo(_known) <= 0)
        {
            return true;
        }

        bool follows = next.Epoch == _known.Epoch && next.Sequence == _known.Sequence + 1;
        _known = next;
        Take(change.Readings.AsSpan());
        Connectivity = change.Connectivity ?? Connectivity;
        return follows;
    }

    /// <summary>Takes a snapshot, unless a later change was taken meanwhile: then it must be read again, and this is false.</summary>
    public bool Apply(DeviceSnapshot snapshot)
    {
        if (!string.Equals(snapshot.DescriptionHash, Definition.Hash, StringComparison.Ordinal))
        {
            return true;
        }

        (long Epoch, long Sequence) read = (snapshot.Epoch, snapshot.Sequence);
        if (read.CompareTo(_known) < 0)
        {
            return false;
        }

        _known = read;
        Take(snapshot.Readings.AsSpan());
        Connectivity = snapshot.Connectivity;
        return true;
    }

    public bool Has(string capability) => Definition.Type.Capabilities.Contains(capability, StringComparer.Ordinal);

    /// <summary>The fresh number of a point; null when there is none, or no such point.</summary>
    public double? Number(string key) =>
        Definition.Points.TryGetOrdinal(key, out int ordinal)
        && Freshness.IsFresh(_readings[ordinal].Quality)
        && _readings[ordinal].Value is { Type: PointValueType.Number } value
            ? value.Number
            : null;

    /// <summary>The health of the device in an overview.</summary>
    public DeviceHealth Health()
    {
        int fresh = 0;
        int expected = 0;
        ImmutableArray<string> abnormal = [];
        for (int ordinal = 0; ordinal < _readings.Length; ordinal++)
        {
            bool isFresh = Freshness.IsFresh(_readings[ordinal].Quality);
            if (_reported[ordinal])
            {
                expected++;
                fresh += isFresh ? 1 : 0;
            }

            if (isFresh && IsAbnormal(ordinal))
            {
                abnormal = abnormal.Add(Definition.Points[ordinal].Key);
            }
        }

        return new DeviceHealth(Definition.Key.Device, Definition.Type.Key, Connectivity, fresh, expected, abnormal);
    }

    private bool IsAbnormal(int ordinal)
    {
        PointValue value = _readings[ordinal].Value;
        if (value.Type != PointValueType.Enum)
        {
            return false;
        }

        foreach (EnumMember member in Definition.Points[ordinal].Members)
        {
            if (member.Code == value.EnumCode)
            {
                return member.Abnormal;
            }
        }

        return false;
    }

    private void Take(ReadOnlySpan<Reading> readings)
    {
        foreach (ref readonly Reading reading in readings)
        {
            if ((uint)reading.Point < (uint)_readings.Length)
            {
                _readings[reading.Point] = reading;
            }
        }
    }
}
