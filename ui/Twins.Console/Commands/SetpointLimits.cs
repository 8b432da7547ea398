using System.Collections.Immutable;
using Twins.Points;
using Twins.Sites;
using Twins.Types;
using Twins.OperatorConsole.Formatting;

namespace Twins.OperatorConsole.Commands;

/// <summary>One limit of a setpoint, in the canonical unit, and who says so.</summary>
/// <param name="Minimum">Least value; null when this source sets none.</param>
/// <param name="Maximum">Greatest value; null when this source sets none.</param>
/// <param name="Source">Who says so.</param>
public sealed record LimitSource(double? Minimum, double? Maximum, string Source);

/// <summary>
/// The limits of a setpoint that the descriptions know, for the operator to see before asking. The twin's own check decides: it
/// also knows the state of the device.
/// </summary>
/// <param name="Sources">Every limit, the widest first.</param>
public sealed record SetpointLimits(ImmutableArray<LimitSource> Sources)
{
    /// <summary>The greatest of the minima; null when there is none.</summary>
    public double? Minimum => Sources.Max(source => source.Minimum);

    /// <summary>The least of the maxima; null when there is none.</summary>
    public double? Maximum => Sources.Min(source => source.Maximum);

    /// <summary>Gathers the limits of a setpoint.</summary>
    public static SetpointLimits Of(TwinDefinition device, PointDefinition setpoint)
    {
        var sources = ImmutableArray.CreateBuilder<LimitSource>();
        if (setpoint.Range is { } range)
        {
            sources.Add(new(range.Minimum, range.Maximum, $"type {device.Type.Key}"));
        }
        if (device.Description.FindSetpoint(setpoint.Key)?.Limits is { } written)
        {
            sources.Add(new(written.Minimum, written.Maximum, $"product {device.Description.Key}"));
        }
        foreach (var rating in device.Type.Ratings.Where(rating => rating.Limits?.Setpoint == setpoint.Key))
        {
            if (device.Entry.Ratings.TryGetValue(rating.Key, out var magnitude))
            {
                var source = $"rating {PointLabel.Of(rating.Key).ToLowerInvariant()} of the site file";
                sources.Add(rating.Limits!.Side == RatingSide.Upper ? new(null, magnitude, source) : new(-magnitude, null, source));
            }
        }
        return new(sources.ToImmutable());
    }

    /// <summary>The limit that a value breaks; null when it breaks none.</summary>
    public LimitSource? BrokenBy(double value) => Sources.LastOrDefault(source => value < source.Minimum || value > source.Maximum);

    /// <summary>The limits that bind at either end, as text in the point's unit.</summary>
    public IEnumerable<(string Limit, string Source)> Describe(DisplayUnit unit)
    {
        if (Sources.LastOrDefault(source => source.Minimum is { } minimum && minimum.Equals(Minimum)) is { } lower)
        {
            yield return ($"not below {unit.Text(lower.Minimum!.Value)}", lower.Source);
        }
        if (Sources.LastOrDefault(source => source.Maximum is { } maximum && maximum.Equals(Maximum)) is { } upper)
        {
            yield return ($"not above {unit.Text(upper.Maximum!.Value)}", upper.Source);
        }
    }
}
