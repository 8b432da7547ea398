namespace Twins.Energy.Solvers.InteriorPoint;

/// <summary>
/// Looks at diverging iterates for the two ways in which a problem has no optimum: a combination of rows that contradicts
/// the bounds (Farkas), or a direction of ever falling cost.
/// </summary>
internal sealed class RayDetector(StandardForm form)
{
    private const double Tolerance = 1e-8;

    /// <summary>A direction is looked for only once x is this large in scaled units.</summary>
    private const double LargeX = 1e4;

    private readonly double[] _product = new double[form.RowCount];

    /// <summary>Whether bᵀy exceeds the most that yᵀAx can be within the bounds: then no x satisfies Ax = b.</summary>
    public bool ProvesInfeasible(Iterate point)
    {
        double size = Norms.Largest(point.Y);
        double margin = Lanes.Dot(form.RightHandSide, point.Y);
        double weight = Math.Abs(margin);
        for (int j = 0; j < form.VariableCount; j++)
        {
            double combined = form.Matrix.Dot(j, point.Y);
            bool bounded = form.IsFixed[j] || (combined > 0 ? form.HasUpper[j] : form.HasLower[j]) > 0;
            if (!bounded && Math.Abs(combined) > Tolerance * size)
            {
                return false;
            }

            // Where the limit is missing the combination is 0 but for rounding; what rounding may hide counts up to a large x.
            double most = !bounded ? Math.Abs(combined) * LargeX : combined > 0 ? combined * form.Upper[j] : combined * form.Lower[j];
            margin -= most;
            weight += Math.Abs(most);
        }

        return margin > Tolerance * (weight + size);
    }

    /// <summary>Whether x is large and points along a direction that keeps all rows and bounds while the cost falls.</summary>
    public bool SuggestsUnbounded(Iterate point)
    {
        double size = Norms.Largest(point.X);
        if (!(size > LargeX))
        {
            return false;
        }

        double cost = 0;
        for (int j = 0; j < form.VariableCount; j++)
        {
            double x = point.X[j] / size;
            cost += form.Cost[j] * x;
            double limit = LargeX / size;
            bool leaves = (form.HasLower[j] > 0 && x < -limit) || (form.HasUpper[j] > 0 && x > limit) || Math.Abs(form.Curvature[j] * x) > limit;
            if (leaves)
            {
                return false;
            }
        }

        Array.Clear(_product);
        form.Matrix.AddProduct(point.X, 1 / size, _product);
        return cost < -Tolerance && Norms.Largest(_product) < LargeX / size;
    }
}
