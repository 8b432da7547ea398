namespace Twins.Energy.Scheduling.Sites;

/// <summary>A converter between two buses, AC and DC or DC and DC. What leaves it is what enters it times the efficiency.</summary>
/// <param name="Key">Unique key.</param>
/// <param name="FirstBus">Key of one bus.</param>
/// <param name="SecondBus">Key of the other bus.</param>
public sealed record InterlinkConverter(string Key, string FirstBus, string SecondBus)
{
    /// <summary>Most power drawn from the first bus, magnitude in W. Hard.</summary>
    public required double MaxFromFirstW { get; init; }

    /// <summary>Most power drawn from the second bus, magnitude in W. Hard.</summary>
    public required double MaxFromSecondW { get; init; }

    /// <summary>Share of the power from the first bus that reaches the second, above 0, at most 1; default 0.97.</summary>
    public double EfficiencyFromFirst { get; init; } = 0.97;

    /// <summary>Share of the power from the second bus that reaches the first, above 0, at most 1; default 0.97.</summary>
    public double EfficiencyFromSecond { get; init; } = 0.97;
}
