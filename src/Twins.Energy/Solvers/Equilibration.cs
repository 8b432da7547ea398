namespace Twins.Energy.Solvers;

/// <summary>
/// Factors that bring coefficients, costs and lengths near 1: x = C x′ τ, rows times R, costs times σ. R and C come from
/// alternating square-root equilibration (Ruiz: A scaling algorithm to equilibrate both rows and columns norms in matrices,
/// RAL-TR-2001-034). All factors are powers of two, so that scaling itself brings no rounding.
/// </summary>
internal sealed class Equilibration
{
    private const int Passes = 4;

    private Equilibration(double[] rows, double[] columns, double cost, double length) =>
        (Rows, Columns, Cost, Length) = (rows, columns, cost, length);

    /// <summary>R, one factor per row.</summary>
    public double[] Rows { get; }

    /// <summary>C, one factor per variable.</summary>
    public double[] Columns { get; }

    /// <summary>σ, the factor of the costs.</summary>
    public double Cost { get; }

    /// <summary>τ, the unit of length: about the geometric mean of the finite bounds.</summary>
    public double Length { get; }

    public static Equilibration For(CoreProblem problem, bool enabled)
    {
        double[] rows = Ones(problem.RowCount);
        double[] columns = Ones(problem.VariableCount);
        if (!enabled)
        {
            return new Equilibration(rows, columns, 1, 1);
        }

        for (int pass = 0; pass < Passes; pass++)
        {
            Equilibrate(problem.Matrix, rows, columns);
        }

        RoundToPowersOfTwo(rows);
        RoundToPowersOfTwo(columns);
        double length = PowerOfTwo(MeanLength(problem, rows, columns));
        return new Equilibration(rows, columns, PowerOfTwo(1 / MaxCost(problem, columns, length)), length);
    }

    private static void Equilibrate(SparseMatrix matrix, double[] rows, double[] columns)
    {
        double[] rowMaximum = new double[rows.Length];
        double[] columnMaximum = new double[columns.Length];
        for (int j = 0; j < columns.Length; j++)
        {
            for (int p = matrix.Starts[j]; p < matrix.Starts[j + 1]; p++)
            {
                int i = matrix.Rows[p];
                double size = Math.Abs(matrix.Values[p]) * rows[i] * columns[j];
                rowMaximum[i] = Math.Max(rowMaximum[i], size);
                columnMaximum[j] = Math.Max(columnMaximum[j], size);
            }
        }

        DivideByRoot(rows, rowMaximum);
        DivideByRoot(columns, columnMaximum);
    }

    private static void DivideByRoot(double[] factors, double[] maxima)
    {
        for (int k = 0; k < factors.Length; k++)
        {
            factors[k] = maxima[k] > 0 ? factors[k] / Math.Sqrt(maxima[k]) : factors[k];
        }
    }

    private static double MaxCost(CoreProblem problem, double[] columns, double length)
    {
        double largest = 0;
        for (int j = 0; j < columns.Length; j++)
        {
            largest = Math.Max(largest, Math.Abs(problem.Cost[j]) * columns[j]);
            largest = Math.Max(largest, (problem.Quadratic?.Diagonal[j] ?? 0) * columns[j] * columns[j] * length);
        }

        return largest > 0 ? largest : 1;
    }

    private static double MeanLength(CoreProblem problem, double[] rows, double[] columns)
    {
        double sum = 0;
        int count = 0;
        for (int i = 0; i < rows.Length; i++)
        {
            Collect(problem.RowLower[i] * rows[i], ref sum, ref count);
            Collect(problem.RowUpper[i] * rows[i], ref sum, ref count);
        }

        for (int j = 0; j < columns.Length; j++)
        {
            Collect(problem.Lower[j] / columns[j], ref sum, ref count);
            Collect(problem.Upper[j] / columns[j], ref sum, ref count);
        }

        return count == 0 ? 1 : Math.Exp(sum / count);
    }

    private static void Collect(double bound, ref double sum, ref int count)
    {
        if (double.IsFinite(bound) && bound != 0)
        {
            sum += Math.Log(Math.Abs(bound));
            count++;
        }
    }

    private static void RoundToPowersOfTwo(double[] factors)
    {
        for (int k = 0; k < factors.Length; k++)
        {
            factors[k] = PowerOfTwo(factors[k]);
        }
    }

    private static double PowerOfTwo(double value) => Math.ScaleB(1, (int)Math.Round(Math.Log2(value)));

    private static double[] Ones(int count)
    {
        double[] ones = new double[count];
        Array.Fill(ones, 1);
        return ones;
    }
}
