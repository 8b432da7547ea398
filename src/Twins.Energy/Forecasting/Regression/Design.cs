namespace Twins.Energy.Forecasting.Regression;

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
