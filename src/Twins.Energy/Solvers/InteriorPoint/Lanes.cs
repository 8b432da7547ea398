using System.Numerics;
using System.Runtime.InteropServices;
using Twins.Energy.Solvers.Factorisation;

namespace Twins.Energy.Solvers.InteriorPoint;

/// <summary>Vector loops over whole iterates.</summary>
internal static class Lanes
{
    public static void AddScaled(Span<double> target, ReadOnlySpan<double> source, double factor) =>
        PanelKernels.SubtractScaled(target, source, -factor);

    public static double Dot(ReadOnlySpan<double> first, ReadOnlySpan<double> second) => PanelKernels.Dot(first, second);

    /// <summary>Greatest α ≤ 1 with value + α · change ≥ 0 in every component of non-negative values.</summary>
    public static double LargestStep(ReadOnlySpan<double> values, ReadOnlySpan<double> changes)
    {
        // The greatest −change/value decides; one division per lane, no branch.
        ReadOnlySpan<Vector<double>> v = MemoryMarshal.Cast<double, Vector<double>>(values);
        ReadOnlySpan<Vector<double>> d = MemoryMarshal.Cast<double, Vector<double>>(changes);
        Vector<double> worst = Vector<double>.One;
        Vector<double> tiny = new(double.Epsilon);
        for (int k = 0; k < v.Length; k++)
        {
            worst = Vector.Max(worst, -d[k] / Vector.Max(v[k], tiny));
        }

        double largest = 1;
        for (int lane = 0; lane < Vector<double>.Count; lane++)
        {
            largest = Math.Max(largest, worst[lane]);
        }

        for (int k = v.Length * Vector<double>.Count; k < values.Length; k++)
        {
            largest = Math.Max(largest, -changes[k] / Math.Max(values[k], double.Epsilon));
        }

        return 1 / largest;
    }
}
