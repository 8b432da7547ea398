using Twins.Energy.Solvers.LinearAlgebra;

namespace Twins.Energy.PowerFlow.Equations;

/// <summary>
/// Takes the derivatives of the balances. The first assembly records where they lie, the later ones fill the same
/// pattern: the equations always add their entries in the same order.
/// </summary>
internal sealed class Jacobian(int size)
{
    private readonly List<(int Row, int Column)> _pattern = [];

    public SparseMatrix? Matrix { get; private set; }

    public void Begin() => Matrix?.Begin();

    /// <summary>Adds a derivative; equations and unknowns that do not exist (index −1) are left out.</summary>
    public void Add(int equation, int unknown, double derivative)
    {
        if (equation < 0 || unknown < 0)
        {
            return;
        }

        if (Matrix is null)
        {
            _pattern.Add((equation, unknown));
        }
        else
        {
            Matrix.Add(derivative);
        }
    }

    /// <summary>Ends the recording; true when another assembly must fill the pattern with values.</summary>
    public bool EndPattern()
    {
        if (Matrix is not null)
        {
            return false;
        }

        Matrix = SparseMatrix.FromPattern(size, _pattern);
        _pattern.Clear();
        return true;
    }
}
