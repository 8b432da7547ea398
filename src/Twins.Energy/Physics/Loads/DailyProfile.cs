using System.Collections.Immutable;

namespace Twins.Energy.Physics.Loads;

/// <summary>Consumption over a day as a share of its peak: one value per equal slot, straight lines between them, around the clock.</summary>
public sealed class DailyProfile
{
    private readonly ImmutableArray<double> _shares;

    /// <summary>Makes a profile.</summary>
    /// <param name="shares">One share of the peak (fraction 0 … 1) per slot, the first at midnight; 2 … 1440 slots.</param>
    /// <exception cref="ArgumentException">The number of slots is outside its range.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A share is outside its range.</exception>
    public DailyProfile(params ReadOnlySpan<double> shares)
    {
        if (shares.Length is < 2 or > 1440)
        {
            throw new ArgumentException($"daily profile: needs 2 … 1440 slots, but has {shares.Length}.", nameof(shares));
        }

        for (var i = 0; i < shares.Length; i++)
        {
            Require.Within(shares[i], 0, 1, "daily profile", $"shares[{i}]");
        }

        _shares = [.. shares];
    }

    /// <summary>Two-shift industry: low nights, full from 6 to 22 h with a midday dip.</summary>
    public static DailyProfile Industry { get; } = new(
        0.30, 0.28, 0.28, 0.28, 0.30, 0.45, 0.85, 0.95, 1.00, 1.00, 0.98, 0.95,
        0.80, 0.92, 0.98, 0.95, 0.92, 0.90, 0.88, 0.86, 0.82, 0.70, 0.45, 0.34);

    /// <summary>Data centre: nearly flat, busiest in the evening.</summary>
    public static DailyProfile DataCentre { get; } = new(
        0.80, 0.78, 0.76, 0.75, 0.75, 0.76, 0.78, 0.82, 0.86, 0.90, 0.92, 0.93,
        0.93, 0.93, 0.94, 0.94, 0.95, 0.97, 0.99, 1.00, 1.00, 0.98, 0.92, 0.86);

    /// <summary>Offices: working hours.</summary>
    public static DailyProfile Office { get; } = new(
        0.22, 0.20, 0.20, 0.20, 0.20, 0.24, 0.38, 0.60, 0.85, 0.95, 1.00, 1.00,
        0.92, 0.96, 1.00, 0.98, 0.90, 0.75, 0.55, 0.42, 0.34, 0.30, 0.26, 0.24);

    /// <summary>Homes: morning and evening peaks.</summary>
    public static DailyProfile Residential { get; } = new(
        0.30, 0.26, 0.24, 0.23, 0.24, 0.30, 0.48, 0.60, 0.55, 0.48, 0.46, 0.50,
        0.56, 0.50, 0.46, 0.48, 0.58, 0.75, 0.92, 1.00, 0.95, 0.80, 0.58, 0.40);

    /// <summary>The same share at every hour.</summary>
    /// <param name="share">Fraction 0 … 1.</param>
    /// <returns>A flat profile.</returns>
    public static DailyProfile Flat(double share) => new(share, share);

    /// <summary>The share at a time of day.</summary>
    /// <param name="timeOfDay">Local time since midnight; taken modulo 24 h.</param>
    /// <returns>Fraction 0 … 1.</returns>
    public double At(TimeSpan timeOfDay)
    {
        var day = timeOfDay.TotalDays - Math.Floor(timeOfDay.TotalDays);
        var position = day * _shares.Length;
        var slot = (int)position % _shares.Length;
        var from = _shares[slot];
        return from + ((_shares[(slot + 1) % _shares.Length] - from) * (position - Math.Floor(position)));
    }
}
