using MathNet.Numerics.LinearAlgebra;
using Lanes = System.Numerics.Vector<double>;

namespace Twins.Energy.Forecasting.Regression;

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
