namespace Twins.Energy.Solvers.Model;

/// <summary>Handle of one row (constraint) of the model that made it.</summary>
/// <param name="Index">Position among the model's rows, from 0.</param>
public readonly record struct Row(int Index);

/// <summary>Handles of one row per time step, contiguous in the model.</summary>
/// <param name="First">Index of step 0.</param>
/// <param name="Count">Number of steps.</param>
public readonly record struct RowSeries(int First, int Count)
{
    /// <summary>The row of one time step.</summary>
    /// <param name="step">0 ≤ step &lt; <see cref="Count"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The step lies outside the series.</exception>
    public Row this[int step] => new(First + SeriesIndex.Checked(step, Count));
}
