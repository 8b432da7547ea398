namespace Twins.Energy.Solvers.Vertices;

/// <summary>
/// Which limit an optimal value stands at. An interior point method ends in the middle of the optimal face, where by strict
/// complementarity just one of slack and multiplier is 0 (Goldman, Tucker 1956): what has a multiplier stands at its limit.
/// </summary>
internal static class ActiveLimits
{
    /// <summary>A value this near to a limit, relative to 1 + the size of its limits, stands at it whatever its multiplier.</summary>
    private const double Snap = 1e-11;

    /// <summary>The limit, or null where the value lies between its limits.</summary>
    /// <param name="multiplier">Dual or reduced cost relative to the largest cost, positive at a lower limit.</param>
    /// <param name="value">The value.</param>
    /// <param name="lower">Its lower limit.</param>
    /// <param name="upper">Its upper limit.</param>
    public static double? Of(double multiplier, double value, double lower, double upper)
    {
        double size = 1 + Math.Max(FiniteSize(lower), FiniteSize(upper));
        double toLower = Math.Abs(value - lower) / size;
        double toUpper = Math.Abs(value - upper) / size;
        if (Math.Min(toLower, toUpper) <= Snap)
        {
            return toLower <= toUpper ? lower : upper;
        }

        (double limit, double distance) = multiplier > 0 ? (lower, toLower) : (upper, toUpper);
        return Math.Abs(multiplier) > distance ? limit : null;
    }

    private static double FiniteSize(double limit) => double.IsFinite(limit) ? Math.Abs(limit) : 0;
}
