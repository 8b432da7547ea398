using System.Numerics;
using System.Runtime.InteropServices;

namespace Twins.Energy.Solvers;

internal static class Norms
{
    /// <summary>Largest absolute component; NaN when a component is NaN.</summary>
    public static double Largest(ReadOnlySpan<double> vector)
    {
        ReadOnlySpan<Vector<double>> lanes = MemoryMarshal.Cast<double, Vector<double>>(vector);
        Vector<double> maxima = Vector<double>.Zero;
        foreach (Vector<double> lane in lanes)
        {
            maxima = Vector.Max(maxima, Vector.Abs(lane));
        }

        double largest = 0;
        for (int k = 0; k < Vector<double>.Count; k++)
        {
            largest = Math.Max(largest, maxima[k]);
        }

        for (int k = lanes.Length * Vector<double>.Count; k < vector.Length; k++)
        {
            largest = Math.Max(largest, Math.Abs(vector[k]));
        }

        return largest;
    }
}

/// <summary>Vector loops over whole iterates.</summary>
internal static class Lanes
{
    public static void AddScaled(Span<double> target, ReadOnlySpan<double> source, double factor) =>
        PanelKernels.SubtractScaled(target, source, -factor);

    public static double Dot(ReadOnlySpan<double> first, ReadOnlySpan<double> second) => PanelKernels.Dot(first, second);

    /// <summary>Largest α ≤ 1 with value + α · change ≥ 0 in every component of non-negative values.</summary>
    public static double MaxStepLength(ReadOnlySpan<double> values, ReadOnlySpan<double> changes)
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
