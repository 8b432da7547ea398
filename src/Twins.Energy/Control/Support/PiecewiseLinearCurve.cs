using System.Collections.Immutable;

namespace Twins.Energy.Control.Support;

/// <summary>
/// A characteristic by its corner points: Q(U), P(U) or P(f) as grid codes state them (EN 50549-1, section 4.7). Beyond the
/// ends the end values hold.
/// </summary>
public sealed class PiecewiseLinearCurve
{
    private readonly ImmutableArray<(double X, double Y)> _corners;

    /// <summary>Makes the curve.</summary>
    /// <param name="corners">At least two corners with strictly rising x; all finite.</param>
    /// <exception cref="ArgumentException">Too few corners, a value that is not finite, or x that does not rise.</exception>
    public PiecewiseLinearCurve(params ReadOnlySpan<(double X, double Y)> corners)
    {
        if (corners.Length < 2)
        {
            throw new ArgumentException($"A curve needs at least two corners; {corners.Length} given.", nameof(corners));
        }

        for (var i = 0; i < corners.Length; i++)
        {
            if (!double.IsFinite(corners[i].X) || !double.IsFinite(corners[i].Y))
            {
                throw new ArgumentException($"Corner {i} ({corners[i].X}, {corners[i].Y}) is not finite.", nameof(corners));
            }

            if (i > 0 && corners[i].X <= corners[i - 1].X)
            {
                throw new ArgumentException($"Corner {i} at {corners[i].X} does not lie after {corners[i - 1].X}.", nameof(corners));
            }
        }

        _corners = [.. corners];
    }

    /// <summary>The value at x.</summary>
    /// <exception cref="ArgumentOutOfRangeException">x is NaN.</exception>
    public double At(double x)
    {
        if (double.IsNaN(x))
        {
            throw new ArgumentOutOfRangeException(nameof(x), x, "x must be a number.");
        }

        if (x <= _corners[0].X)
        {
            return _corners[0].Y;
        }

        var right = 1;
        while (right < _corners.Length && _corners[right].X < x)
        {
            right++;
        }

        if (right == _corners.Length)
        {
            return _corners[^1].Y;
        }

        var (low, high) = (_corners[right - 1], _corners[right]);
        return low.Y + (high.Y - low.Y) * (x - low.X) / (high.X - low.X);
    }
}
