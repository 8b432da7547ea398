using Twins.Points;

namespace Twins.Simulator.Models;

/// <summary>
/// The present values of one device's points, by ordinal. The site's loop writes them and requests read them, both under
/// <see cref="Gate"/>, so that a request never sees half a step.
/// </summary>
internal sealed class DeviceValues(PointTable points)
{
    private readonly PointValue[] _values = new PointValue[points.Count];

    public Lock Gate { get; } = new();

    public PointTable Points { get; } = points;

    /// <summary>Grows with every change, so that a reader knows whether what it derived still holds.</summary>
    public long Version { get; private set; }

    public PointValue this[int ordinal]
    {
        get => _values[ordinal];
        set
        {
            _values[ordinal] = value;
            Version++;
        }
    }

    /// <summary>A point by its key; one that the device does not have swallows what is written to it.</summary>
    public PointHandle Point(string key) => new(this, Points.TryGetOrdinal(key, out var ordinal) ? ordinal : -1);
}

/// <summary>A resolved point of one device: models keep these, so that a tick looks nothing up.</summary>
internal readonly struct PointHandle(DeviceValues values, int ordinal)
{
    public int Ordinal { get; } = ordinal;

    public void Set(double number)
    {
        if (Ordinal >= 0)
        {
            values[Ordinal] = double.IsFinite(number) ? PointValue.FromNumber(number) : PointValue.None;
        }
    }

    public void Set(bool flag)
    {
        if (Ordinal >= 0)
        {
            values[Ordinal] = PointValue.FromFlag(flag);
        }
    }

    public void Set(string text)
    {
        if (Ordinal >= 0)
        {
            values[Ordinal] = PointValue.FromText(text);
        }
    }

    /// <summary>Sets an enum by its member's key.</summary>
    public void SetMember(string member)
    {
        if (Ordinal < 0)
        {
            return;
        }

        foreach (var candidate in values.Points[Ordinal].Members)
        {
            if (string.Equals(candidate.Key, member, StringComparison.Ordinal))
            {
                values[Ordinal] = PointValue.FromEnum(candidate.Code);
                return;
            }
        }
    }

    /// <summary>The number; <paramref name="otherwise"/> while there is none.</summary>
    public double Number(double otherwise) =>
        Ordinal >= 0 && values[Ordinal].Type == PointValueType.Number ? values[Ordinal].Number : otherwise;

    /// <summary>The flag; <paramref name="otherwise"/> while there is none.</summary>
    public bool Flag(bool otherwise) =>
        Ordinal >= 0 && values[Ordinal].Type == PointValueType.Flag ? values[Ordinal].Flag : otherwise;

    /// <summary>The key of the enum's member; null while there is none.</summary>
    public string? Member()
    {
        if (Ordinal >= 0 && values[Ordinal].Type == PointValueType.Enum)
        {
            foreach (var candidate in values.Points[Ordinal].Members)
            {
                if (candidate.Code == values[Ordinal].EnumCode)
                {
                    return candidate.Key;
                }
            }
        }

        return null;
    }
}
