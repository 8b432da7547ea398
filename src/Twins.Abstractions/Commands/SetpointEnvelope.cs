using System.Collections.Immutable;
using System.Globalization;
using Twins.Points;
using Twins.Sites;

namespace Twins.Commands;

/// <summary>
/// What a setpoint may be: the range of the type, the ratings of the device, the limits of the product's write and those of
/// the site, each with its source. A pure function of the descriptions; twin, API and console use the same one.
/// </summary>
public sealed class SetpointEnvelope
{
    private readonly PointDefinition _point;

    private SetpointEnvelope(PointDefinition point, ImmutableArray<EnvelopeLimit> limits)
    {
        _point = point;
        Limits = limits;
    }

    /// <summary>All limits, in the order type, rating, device description, site.</summary>
    public ImmutableArray<EnvelopeLimit> Limits { get; }

    /// <summary>The limit that binds from below: the greatest minimum; null when there is none.</summary>
    public EnvelopeLimit? Minimum => Limits.Where(limit => limit.Side == LimitSide.Minimum).MaxBy(limit => limit.Value);

    /// <summary>The limit that binds from above: the least maximum; null when there is none.</summary>
    public EnvelopeLimit? Maximum => Limits.Where(limit => limit.Side == LimitSide.Maximum).MinBy(limit => limit.Value);

    /// <summary>The envelope of a setpoint.</summary>
    /// <param name="twin">The device.</param>
    /// <param name="site">Its site.</param>
    /// <param name="ordinal">Ordinal of the setpoint in the device's point table.</param>
    public static SetpointEnvelope Of(TwinDefinition twin, SiteDescription site, int ordinal)
    {
        var point = twin.Points[ordinal];
        return new SetpointEnvelope(
            point,
            point.ValueType == PointValueType.Number
                ? [.. OfRange(twin, point), .. OfRatings(twin, point), .. OfWrite(twin, point), .. SiteEnvelope.Of(twin, site, point)]
                : []);
    }

    /// <summary>Checks a value before anything is sent.</summary>
    /// <param name="value">The value asked for, in the canonical unit.</param>
    /// <returns>Null when it is allowed; otherwise the reason, naming value, limit and source.</returns>
    public string? Refuse(PointValue value)
    {
        if (_point.Setpoint is null)
        {
            return $"'{_point.Key}' is not a setpoint.";
        }

        if (value.Type != _point.ValueType)
        {
            return $"'{_point.Key}' takes {Spell(_point.ValueType)}, not {Spell(value.Type)}.";
        }

        if (value.Type == PointValueType.Enum && _point.Members.All(member => member.Code != value.EnumCode))
        {
            var members = string.Join(", ", _point.Members.Select(member => member.Key));
            return $"'{_point.Key}' has no member {value.EnumCode.ToString(CultureInfo.InvariantCulture)}; it has {members}.";
        }

        return value.Type == PointValueType.Number && FindBroken(value.Number) is { } limit ? Explain(value.Number, limit) : null;
    }

    /// <summary>The binding limit that a number breaks; null when it keeps all.</summary>
    /// <param name="value">The number, in the canonical unit.</param>
    public EnvelopeLimit? FindBroken(double value) => new[] { Minimum, Maximum }.FirstOrDefault(limit => limit?.Allows(value) == false);

    private string Explain(double value, EnvelopeLimit limit)
    {
        var side = limit.Side == LimitSide.Minimum ? "below the least" : "above the greatest";
        return string.Create(
            CultureInfo.InvariantCulture, $"'{_point.Key}' of {value} {_point.Unit} is {side} allowed, {limit.Value} {_point.Unit} ({limit.Source}).");
    }

    private static EnvelopeLimit[] OfRange(TwinDefinition twin, PointDefinition point) =>
        point.Range is { } range ? Both(range, $"range of the type {twin.Type.Key}") : [];

    private static IEnumerable<EnvelopeLimit> OfRatings(TwinDefinition twin, PointDefinition point)
    {
        foreach (var rating in twin.Type.Ratings.Where(rating => rating.Limits?.Setpoint == point.Key))
        {
            if (twin.Entry.Ratings.TryGetValue(rating.Key, out var magnitude))
            {
                var source = $"rating {rating.Key} of {twin.Key}";
                yield return rating.Limits!.Side == Types.RatingSide.Upper
                    ? new EnvelopeLimit(LimitSide.Maximum, magnitude, source)
                    : new EnvelopeLimit(LimitSide.Minimum, 0 - magnitude, source);
            }
        }
    }

    private static EnvelopeLimit[] OfWrite(TwinDefinition twin, PointDefinition point)
    {
        return twin.Description.FindSetpoint(point.Key)?.Limits is { } limits ? Both(limits, $"limits of the device description {twin.Description.Key}") : [];
    }

    private static EnvelopeLimit[] Both(NumberRange range, string source) =>
        [new(LimitSide.Minimum, range.Minimum, source), new(LimitSide.Maximum, range.Maximum, source)];

    private static string Spell(PointValueType type) => type == PointValueType.None ? "no value" : type.ToString().ToLowerInvariant();
}
