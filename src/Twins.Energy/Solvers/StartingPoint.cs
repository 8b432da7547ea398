namespace Twins.Energy.Solvers;

/// <summary>
/// Least-squares estimates of x and y, moved far enough into the interior that no product slack · dual is tiny
/// (Mehrotra: On the implementation of a primal-dual interior point method, SIAM J. Optim. 2 (1992), section 7, extended to two-sided bounds).
/// </summary>
internal static class StartingPoint
{
    private const double MinShift = 1e-2;

    public static void Find(StandardForm form, CondensedSystem system, Iterate point, Direction scratch, double[] barrier)
    {
        Array.Fill(barrier, 1);
        system.Factorise(barrier, 1);
        EstimatePrimal(form, system, point, scratch);
        EstimateDual(form, system, point, scratch);
        Separate(form, point);
        Shift(form, point);
    }

    /// <summary>The point of Ax = b nearest to the bounds' anchor.</summary>
    private static void EstimatePrimal(StandardForm form, CondensedSystem system, Iterate point, Direction scratch)
    {
        double[] rest = [.. form.RightHandSide];
        for (int j = 0; j < form.VariableCount; j++)
        {
            point.X[j] = Anchor(form, j);
        }

        form.Matrix.AddProduct(point.X, -1, rest);
        system.Solve(new double[form.VariableCount], rest, scratch.X, scratch.Y);
        Lanes.AddScaled(point.X, scratch.X, 1);
    }

    private static double Anchor(StandardForm form, int j)
    {
        if (form.IsFixed[j])
        {
            return form.Lower[j];
        }

        double x = form.HasLower[j] > 0 ? Math.Max(form.Lower[j], 0) : 0;
        return form.HasUpper[j] > 0 ? Math.Min(form.Upper[j], x) : x;
    }

    /// <summary>The y whose Aᵀy is nearest to the objective's gradient.</summary>
    private static void EstimateDual(StandardForm form, CondensedSystem system, Iterate point, Direction scratch)
    {
        double[] gradient = new double[form.VariableCount];
        for (int j = 0; j < gradient.Length; j++)
        {
            gradient[j] = form.IsFixed[j] ? 0 : -form.Cost[j] - (form.Curvature[j] * point.X[j]) - form.CoupledCurvature(j, point.X);
        }

        system.Solve(gradient, new double[form.RowCount], scratch.X, scratch.Y);
        scratch.Y.CopyTo(point.Y, 0);
    }

    private static void Separate(StandardForm form, Iterate point)
    {
        for (int j = 0; j < form.VariableCount; j++)
        {
            double reduced = form.Cost[j] + (form.Curvature[j] * point.X[j]) + form.CoupledCurvature(j, point.X) - form.Matrix.Dot(j, point.Y);
            bool lower = form.HasLower[j] > 0;
            bool upper = form.HasUpper[j] > 0;
            point.LowerSlack[j] = lower ? point.X[j] - form.Lower[j] : 1;
            point.UpperSlack[j] = upper ? form.Upper[j] - point.X[j] : 1;
            point.LowerDual[j] = lower ? Math.Max(reduced, 0) : 0;
            point.UpperDual[j] = upper ? Math.Max(-reduced, 0) : 0;
        }
    }

    private static void Shift(StandardForm form, Iterate point)
    {
        double slackShift = MinShift;
        for (int j = 0; j < form.VariableCount; j++)
        {
            slackShift = Math.Max(slackShift, -1.5 * Math.Min(point.LowerSlack[j], point.UpperSlack[j]));
        }

        Add(form, point, slackShift, MinShift);
        double products = 0;
        double slacks = 0;
        double duals = 0;
        for (int j = 0; j < form.VariableCount; j++)
        {
            products += (form.HasLower[j] * point.LowerSlack[j] * point.LowerDual[j]) + (form.HasUpper[j] * point.UpperSlack[j] * point.UpperDual[j]);
            slacks += (form.HasLower[j] * point.LowerSlack[j]) + (form.HasUpper[j] * point.UpperSlack[j]);
            duals += point.LowerDual[j] + point.UpperDual[j];
        }

        if (products > 0)
        {
            Add(form, point, products / (2 * duals), products / (2 * slacks));
        }
    }

    private static void Add(StandardForm form, Iterate point, double slackShift, double dualShift)
    {
        Lanes.AddScaled(point.LowerSlack, form.HasLower, slackShift);
        Lanes.AddScaled(point.UpperSlack, form.HasUpper, slackShift);
        Lanes.AddScaled(point.LowerDual, form.HasLower, dualShift);
        Lanes.AddScaled(point.UpperDual, form.HasUpper, dualShift);
    }
}
