using System.Collections.Immutable;

namespace Twins.Energy.Control.Droop;

/// <summary>One converter's place in a dispatch of a DC bus.</summary>
/// <param name="Key">Key of the converter.</param>
/// <param name="CurrentA">I*: dispatched current into the bus in A.</param>
/// <param name="LowestCurrentA">Least current it can carry (negative when it can draw) in A; not above the dispatched one.</param>
/// <param name="HighestCurrentA">Greatest current it can carry in A; not below the dispatched one.</param>
public sealed record DroopConverter(string Key, double CurrentA, double LowestCurrentA, double HighestCurrentA)
{
    /// <summary>How far the current may move to the nearer of its limits, in A.</summary>
    public double HeadroomA => Math.Min(HighestCurrentA - CurrentA, CurrentA - LowestCurrentA);
}

/// <summary>Droop setpoints of one converter: V = V0 − r·I with I positive into the bus.</summary>
/// <param name="Key">Key of the converter.</param>
/// <param name="ReferenceVoltage">V0 = V* + r·I* in V.</param>
/// <param name="DroopResistance">r in Ω; positive.</param>
public sealed record DroopSetpoint(string Key, double ReferenceVoltage, double DroopResistance);

/// <summary>
/// Chooses droop setpoints from a dispatch: each converter's resistance is such that it reaches its nearer current limit
/// just as the bus reaches the end of its voltage band, so that converters share a disturbance by their headroom.
/// </summary>
public static class DroopDesign
{
    /// <summary>Headroom in A below which a converter counts as full and takes no part in the sharing.</summary>
    public const double LeastHeadroomA = 0.01;

    /// <summary>The setpoints, in the order of the converters.</summary>
    /// <param name="voltageV">V*: dispatched bus voltage in V; within the band.</param>
    /// <param name="lowestV">Lower end of the band in V; positive.</param>
    /// <param name="highestV">Upper end of the band in V.</param>
    /// <param name="converters">The converters of the dispatch.</param>
    /// <exception cref="ArgumentOutOfRangeException">The voltage lies outside its band, or a current outside its limits; the message names it.</exception>
    public static ImmutableArray<DroopSetpoint> Choose(
        double voltageV, double lowestV, double highestV, IReadOnlyCollection<DroopConverter> converters)
    {
        ControlArgument.Positive(lowestV, nameof(lowestV));
        ControlArgument.Ordered(lowestV, voltageV, nameof(lowestV), nameof(voltageV));
        ControlArgument.Ordered(voltageV, highestV, nameof(voltageV), nameof(highestV));
        foreach (var converter in converters)
        {
            ControlArgument.Ordered(
                converter.LowestCurrentA, converter.CurrentA, $"LowestCurrentA of '{converter.Key}'", $"CurrentA of '{converter.Key}'");
            ControlArgument.Ordered(
                converter.CurrentA, converter.HighestCurrentA, $"CurrentA of '{converter.Key}'", $"HighestCurrentA of '{converter.Key}'");
        }

        var deviation = Math.Min(highestV - voltageV, voltageV - lowestV);
        ControlArgument.Positive(deviation, "distance of voltageV to the ends of its band");
        return [.. converters.Select(converter => Choose(voltageV, deviation, converter))];
    }

    private static DroopSetpoint Choose(double voltageV, double deviation, DroopConverter converter)
    {
        var resistance = deviation / Math.Max(converter.HeadroomA, LeastHeadroomA);
        return new DroopSetpoint(converter.Key, voltageV + resistance * converter.CurrentA, resistance);
    }
}
