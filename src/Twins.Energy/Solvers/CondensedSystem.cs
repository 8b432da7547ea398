namespace Twins.Energy.Solvers;

/// <summary>
/// Solves the Newton system H dx − Aᵀ dy = g, A dx = r with H = Q + Θ by condensing the short columns:
/// <c>[−H_K A_Kᵀ; A_K A_C H_C⁻¹ A_Cᵀ] [dx_K; dy] = [−g_K; r − A_C H_C⁻¹ g_C]</c>, dx_C = H_C⁻¹(g_C + A_Cᵀ dy).
/// The matrix is quasidefinite; small regularisation keeps it so where rows depend on each other, and iterative refinement
/// against the unregularised system takes its effect out again (Altman, Gondzio: Optim. Methods Softw. 11 (1999)).
/// </summary>
internal sealed class CondensedSystem
{
    /// <summary>
    /// Minimum curvature of every variable: bounds the condensed matrix near a vertex, where H vanishes. It follows μ down between
    /// these limits. Where several variables may trade places, H shrinks with μ; a curvature that stays behind would
    /// outweigh it, and refinement would take out next to nothing of the costs that tell them apart.
    /// </summary>
    private const double MaxPrimalRegularisation = 1e-10;
    private const double MinPrimalRegularisation = 1e-13;

    /// <summary>Minimum pivot of every row, for rows that depend on each other.</summary>
    private const double DualRegularisation = 1e-10;

    /// <summary>Both grow by this factor, at most to this multiple, when a pivot is lost in rounding noise.</summary>
    private const double Growth = 100;
    private const double MaxStrength = 1e6;

    private const int Refinements = 3;
    private const double RefinementTarget = 1e-15;

    private readonly StandardForm _form;
    private readonly CondensedPattern _pattern;
    private readonly NumericFactor _factor;
    private readonly double[] _pairProducts;
    private readonly double[] _hessian;
    private readonly double[] _inverse;
    private readonly double[] _right;
    private readonly double[] _dualRest;
    private readonly double[] _primalRest;
    private readonly double[] _dxCorrection;
    private readonly double[] _dyCorrection;
    private double _primalRegularisation = MaxPrimalRegularisation;
    private double _strength = 1;

    public CondensedSystem(StandardForm form, CondensedPattern pattern)
    {
        _form = form;
        _pattern = pattern;
        sbyte[] signs = new sbyte[pattern.NodeCount];
        signs.AsSpan(0, form.RowCount).Fill(1);
        signs.AsSpan(form.RowCount).Fill(-1);
        _factor = new NumericFactor(pattern.Symbolic, signs);
        _pairProducts = PairProducts();
        _hessian = new double[form.VariableCount];
        _inverse = new double[form.VariableCount];
        _right = new double[pattern.NodeCount];
        _dualRest = new double[form.VariableCount];
        _primalRest = new double[form.RowCount];
        _dxCorrection = new double[form.VariableCount];
        _dyCorrection = new double[form.RowCount];
    }

    /// <summary>
    /// Assembles and factorises for barrier weights Θ, one per variable. A step computed around a skipped pivot would leave
    /// its row; so the regularisation is strengthened, for this and all later factorisations, until none is skipped.
    /// </summary>
    /// <param name="barrier">Θ.</param>
    /// <param name="mu">Mean complementarity product, which the regularisation follows.</param>
    public void Factorise(ReadOnlySpan<double> barrier, double mu)
    {
        _primalRegularisation = Math.Clamp(mu, MinPrimalRegularisation, MaxPrimalRegularisation);
        Assemble(barrier);
        _factor.Factorise();
        while (_factor.SkippedPivots > 0 && _strength < MaxStrength)
        {
            _strength *= Growth;
            Assemble(barrier);
            _factor.Factorise();
        }
    }

    /// <summary>Solves for one right-hand side, refined until the residual stops falling.</summary>
    public void Solve(ReadOnlySpan<double> g, ReadOnlySpan<double> r, Span<double> dx, Span<double> dy)
    {
        SolveOnce(g, r, dx, dy);
        double target = RefinementTarget * (1 + Math.Max(Norms.Largest(g), Norms.Largest(r)));
        double last = Rest(g, r, dx, dy);
        for (int pass = 0; pass < Refinements && last > target; pass++)
        {
            SolveOnce(_dualRest, _primalRest, _dxCorrection, _dyCorrection);
            Add(dx, _dxCorrection, 1);
            Add(dy, _dyCorrection, 1);
            double rest = Rest(g, r, dx, dy);
            if (!(rest < last))
            {
                Add(dx, _dxCorrection, -1);
                Add(dy, _dyCorrection, -1);
                return;
            }

            last = rest;
        }
    }

    private void Assemble(ReadOnlySpan<double> barrier)
    {
        double[] values = _factor.Values;
        Array.Clear(values);
        for (int i = 0; i < _form.RowCount; i++)
        {
            values[_pattern.DiagonalPlaces[i]] = _strength * DualRegularisation;
        }

        for (int j = 0; j < _form.VariableCount; j++)
        {
            _hessian[j] = _form.Curvature[j] + barrier[j];
            _inverse[j] = _form.IsFixed[j] ? 0 : 1 / (_hessian[j] + (_strength * _primalRegularisation));
            if (_pattern.KeptNodes[j] >= 0)
            {
                AssembleKept(j, values);
            }
            else
            {
                AssembleCondensed(j, values);
            }
        }

        AssembleOffDiagonal(values);
    }

    private double[] PairProducts()
    {
        double[] products = new double[_pattern.PairPlaces.Length];
        int next = 0;
        for (int j = 0; j < _form.VariableCount; j++)
        {
            ReadOnlySpan<double> values = _form.Matrix.ValuesOf(j);
            for (int p = 0; p < values.Length; p++)
            {
                if (_pattern.KeptNodes[j] >= 0)
                {
                    products[next++] = values[p];
                    continue;
                }

                for (int q = p; q < values.Length; q++)
                {
                    products[next++] = values[p] * values[q];
                }
            }
        }

        return products;
    }

    private void AssembleCondensed(int j, double[] values)
    {
        double inverse = _inverse[j];
        for (int p = _pattern.PairStarts[j]; p < _pattern.PairStarts[j + 1]; p++)
        {
            values[_pattern.PairPlaces[p]] += _pairProducts[p] * inverse;
        }
    }

    private void AssembleKept(int j, double[] values)
    {
        bool free = !_form.IsFixed[j];
        values[_pattern.DiagonalPlaces[_pattern.KeptNodes[j]]] = free ? -(_hessian[j] + (_strength * _primalRegularisation)) : -1;
        for (int p = _pattern.PairStarts[j]; p < _pattern.PairStarts[j + 1]; p++)
        {
            values[_pattern.PairPlaces[p]] = free ? _pairProducts[p] : 0;
        }
    }

    private void AssembleOffDiagonal(double[] values)
    {
        if (_form.OffDiagonal is not { } offDiagonal)
        {
            return;
        }

        for (int k = 0; k < offDiagonal.ColumnCount; k++)
        {
            for (int p = offDiagonal.Starts[k]; p < offDiagonal.Starts[k + 1]; p++)
            {
                if (_pattern.OffDiagonalPlaces[p] >= 0 && !_form.IsFixed[k] && !_form.IsFixed[offDiagonal.Rows[p]])
                {
                    values[_pattern.OffDiagonalPlaces[p]] = -offDiagonal.Values[p];
                }
            }
        }
    }

    private void SolveOnce(ReadOnlySpan<double> g, ReadOnlySpan<double> r, Span<double> dx, Span<double> dy)
    {
        r.CopyTo(_right);
        for (int j = 0; j < _form.VariableCount; j++)
        {
            int node = _pattern.KeptNodes[j];
            dx[j] = node >= 0 ? 0 : _inverse[j] * g[j];
            if (node >= 0)
            {
                _right[node] = _form.IsFixed[j] ? 0 : -g[j];
            }
        }

        _form.Matrix.AddProduct(dx, -1, _right);
        _factor.Solve(_right);
        _right.AsSpan(0, _form.RowCount).CopyTo(dy);
        for (int j = 0; j < _form.VariableCount; j++)
        {
            int node = _pattern.KeptNodes[j];
            dx[j] = node >= 0 ? _right[node] : _inverse[j] * (g[j] + _form.Matrix.Dot(j, dy));
        }
    }

    /// <summary>Residual of the unregularised system; returns its largest component.</summary>
    private double Rest(ReadOnlySpan<double> g, ReadOnlySpan<double> r, ReadOnlySpan<double> dx, ReadOnlySpan<double> dy)
    {
        for (int j = 0; j < _form.VariableCount; j++)
        {
            double curved = (_hessian[j] * dx[j]) + _form.CoupledCurvature(j, dx);
            _dualRest[j] = _form.IsFixed[j] ? 0 : g[j] - curved + _form.Matrix.Dot(j, dy);
        }

        r.CopyTo(_primalRest);
        _form.Matrix.AddProduct(dx, -1, _primalRest);
        return Math.Max(Norms.Largest(_dualRest), Norms.Largest(_primalRest));
    }

    private static void Add(Span<double> target, ReadOnlySpan<double> source, double factor) =>
        PanelKernels.SubtractScaled(target, source, -factor);
}
