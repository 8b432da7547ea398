using Twins.Energy.Solvers.Model;

namespace Twins.Energy.Solvers.Exchange;

/// <summary>A row of an MPS file; rows of type N beyond the objective have no handle and are dropped.</summary>
internal sealed class MpsRow(string kind, Row? handle)
{
    public Row? Handle { get; } = handle;

    public double RightSide { get; set; }

    public double? Range { get; set; }

    /// <summary>The range R widens L downwards, G upwards, and E to the side of its sign.</summary>
    public (double Lower, double Upper) Limits()
    {
        double width = Range is { } range ? Math.Abs(range) : double.PositiveInfinity;
        return kind switch
        {
            "L" => (RightSide - width, RightSide),
            "G" => (RightSide, RightSide + width),
            _ => (RightSide + Math.Min(Range ?? 0, 0), RightSide + Math.Max(Range ?? 0, 0)),
        };
    }
}
