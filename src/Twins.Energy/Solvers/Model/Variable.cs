namespace Twins.Energy.Solvers.Model;

/// <summary>Handle of one variable (column) of the model that made it.</summary>
/// <param name="Index">Position among the model's variables, from 0.</param>
public readonly record struct Variable(int Index);

/// <summary>Handles of one variable per time step, contiguous in the model.</summary>
/// <param name="First">Index of step 0.</param>
/// <param name="Count">Number of steps.</param>
public readonly record struct VariableSeries(int First, int Count)
{
    /// <summary>The variable of one time step.</summary>
    /// <param name="step">0 ≤ step &lt; <see cref="Count"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The step lies outside the series.</exception>
    public Variable this[int step] => new(First + SeriesIndex.Checked(step, Count));
}
