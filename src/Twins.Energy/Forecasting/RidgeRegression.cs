using MathNet.Numerics.LinearAlgebra;
using Lanes = System.Numerics.Vector<double>;

namespace Twins.Energy.Forecasting;

/// <summary>Least squares with a penalty on squared coefficients (Hoerl and Kennard, Technometrics 12, 1970).</summary>
internal static class RidgeRegression
{
    public static LinearModel Fit(Design design, double penalty)
    {
        var equations = new NormalEquations(design.Width);
        for (var row = 0; row < design.Count; row++)
        {
            var weight = design.Weights[row];
            equations.Add(design.Row(row), weight, weight * design.Targets[row]);
        }

        return new(equations.Solve(penalty));
    }
}

/// <summary>A linear function of standardised features.</summary>
/// <param name="coefficients">One per feature, then the intercept.</param>
internal sealed class LinearModel(double[] coefficients)
{
    /// <summary>The same function, higher by a constant.</summary>
    public LinearModel Shifted(double by) => new([.. coefficients[..^1], coefficients[^1] + by]);

    public double At(ReadOnlySpan<double> features)
    {
        var sum = coefficients[^1];
        for (var column = 0; column < features.Length; column++)
        {
            sum += coefficients[column] * features[column];
        }

        return sum;
    }
}

/// <summary>Sums of weighted products of rows, and the ridge solution; the last coefficient is the intercept, which is not penalised.</summary>
internal sealed class NormalEquations(int width)
{
    private readonly int _size = width + 1;
    private readonly double[] _products = new double[(width + 1) * (width + 1)];
    private readonly double[] _right = new double[width + 1];
    private double _weight;

    public void Clear()
    {
        Array.Clear(_products);
        Array.Clear(_right);
        _weight = 0;
    }

    /// <summary>Adds weight·row·rowᵀ on the left and pull·row on the right.</summary>
    public void Add(ReadOnlySpan<double> row, double weight, double pull)
    {
        for (var column = 0; column < row.Length; column++)
        {
            AddScaled(_products.AsSpan((column * _size) + column, row.Length - column), row[column..], weight * row[column]);
            _products[(column * _size) + row.Length] += weight * row[column];
            _right[column] += pull * row[column];
        }

        _products[^1] += weight;
        _right[^1] += pull;
        _weight += weight;
    }

    /// <summary>The coefficients for a penalty per unit of weight and of squared coefficient.</summary>
    public double[] Solve(double penalty)
    {
        var matrix = Matrix<double>.Build.Dense(
            _size, _size, (row, column) => _products[(Math.Min(row, column) * _size) + Math.Max(row, column)]);
        for (var column = 0; column < _size - 1; column++)
        {
            matrix[column, column] += (penalty + 1e-9) * _weight;
        }

        return matrix.Cholesky().Solve(Vector<double>.Build.Dense(_right)).ToArray();
    }

    private static void AddScaled(Span<double> sum, ReadOnlySpan<double> row, double factor)
    {
        var index = 0;
        for (; index <= row.Length - Lanes.Count; index += Lanes.Count)
        {
            var lanes = sum.Slice(index, Lanes.Count);
            (new Lanes(lanes) + (new Lanes(row[index..]) * factor)).CopyTo(lanes);
        }

        for (; index < row.Length; index++)
        {
            sum[index] += row[index] * factor;
        }
    }
}

/// <summary>Brings every feature to mean 0 and deviation 1, so that one ridge penalty suits all units.</summary>
internal sealed class Standardisation
{
    private readonly double[] _means;
    private readonly double[] _scales;

    private Standardisation(double[] means, double[] scales) => (_means, _scales) = (means, scales);

    public static Standardisation Of(Design design)
    {
        var (means, scales) = (new double[design.Width], new double[design.Width]);
        for (var row = 0; row < design.Count; row++)
        {
            var features = design.Row(row);
            for (var column = 0; column < design.Width; column++)
            {
                means[column] += features[column] / design.Count;
                scales[column] += features[column] * features[column] / design.Count;
            }
        }

        for (var column = 0; column < design.Width; column++)
        {
            var deviation = Math.Sqrt(Math.Max(0, scales[column] - (means[column] * means[column])));

            // A feature that hardly varies carries no information: scale 0 removes it.
            scales[column] = deviation > 1e-9 * (1 + Math.Abs(means[column])) ? 1 / deviation : 0;
        }

        return new(means, scales);
    }

    public void Apply(Span<double> features)
    {
        for (var column = 0; column < features.Length; column++)
        {
            features[column] = (features[column] - _means[column]) * _scales[column];
        }
    }

    public void Apply(Design design)
    {
        for (var row = 0; row < design.Count; row++)
        {
            Apply(design.Row(row));
        }
    }
}

/// <summary>Rows of features with their target and weight, kept in one block that grows by whole rows.</summary>
/// <param name="width">Features per row.</param>
internal sealed class Design(int width)
{
    private double[] _features = new double[256 * width];
    private double[] _targets = new double[256];
    private double[] _weights = new double[256];

    public int Width { get; } = width;

    public int Count { get; private set; }

    public Span<double> Features => _features.AsSpan(0, Count * Width);

    public Span<double> Targets => _targets.AsSpan(0, Count);

    public ReadOnlySpan<double> Weights => _weights.AsSpan(0, Count);

    public Span<double> Row(int row) => _features.AsSpan(row * Width, Width);

    /// <summary>Adds a row and hands it out to be written.</summary>
    public Span<double> Add(double target, double weight)
    {
        if (Count == _targets.Length)
        {
            Array.Resize(ref _features, _features.Length * 2);
            Array.Resize(ref _targets, Count * 2);
            Array.Resize(ref _weights, Count * 2);
        }

        _targets[Count] = target;
        _weights[Count] = weight;
        return Row(Count++);
    }
}
