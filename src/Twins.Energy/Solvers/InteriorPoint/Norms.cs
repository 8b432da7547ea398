using System.Numerics;
using System.Runtime.InteropServices;

namespace Twins.Energy.Solvers.InteriorPoint;

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
