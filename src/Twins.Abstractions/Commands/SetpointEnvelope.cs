using System.Collections.Immutable;
using System.Globalization;
using Twins.Devices;
using Twins.Points;
using Twins.Sites;

namespace Twins.Commands;

/// <summary>
/// What a setpoint may be: the range of the type, the ratings of the device, the limits of the product's write and those of
/// the site, each with its source. A pure function of the descriptions; twin, API and console use the same one.
/// </summary>
public sealed class SetpointEnvelope
{
    // What the conversion to a device's number and back may cost of a value that was followed exactly.
    private const double RelativeRounding = 1e-9;

    private readonly PointDefinition _point;
    private readonly double _tolerance;

    private SetpointEnvelope(PointDefinition point, double tolerance, int readBack, ImmutableArray<EnvelopeLimit> limits)
    {
        _point = point;
        _tolerance = tolerance;
        ReadBackOrdinal = readBack;
        Limits = limits;
    }

    /// <summary>Ordinal of the point at which the device shows what it follows: the setpoint's own unless described otherwise.</summary>
    public int ReadBackOrdinal { get; }

    /// <summary>All limits, in the order type, rating, device description, site.</summary>
    public ImmutableArray<EnvelopeLimit> Limits { get; }

    /// <summary>The limit that binds from below: the greatest minimum; null when there is none.</summary>
    public EnvelopeLimit? Minimum => Limits.Where(limit => limit.Side == LimitSide.Minimum).MaxBy(limit => limit.Value);

    /// <summary>The limit that binds from above: the least maximum; null when there is none.</summary>
    public EnvelopeLimit? Maximum => Limits.Where(limit => limit.Side == LimitSide.Maximum).MinBy(limit => limit.Value);

    /// <summary>The envelope of a setpoint.</summary>
    /// <param name="twin">The device.</param>
    /// <param name="site">Its site; null leaves out the limits of the site.</param>
    /// <param name="ordinal">Ordinal of the setpoint in the device's point table.</param>
    public static SetpointEnvelope Of(TwinDefinition twin, SiteDescription? site, int ordinal)
    {
        var point = twin.Points[ordinal];
        var rules = twin.Description.FindSetpoint(point.Key);
        return new SetpointEnvelope(
            point,
            Math.Max(rules?.Tolerance ?? 0, point.Deadband),
            FindReadBack(twin, ordinal, rules),
            point.ValueType == PointValueType.Number
                ? [.. OfRange(twin, point), .. OfRatings(twin, point), .. OfWrite(twin, rules), .. site is null ? [] : SiteEnvelope.Of(twin, site, point)]
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

    /// <summary>Checks how long a value shall hold.</summary>
    /// <param name="validFor">The validity asked for; null for the type's default.</param>
    /// <returns>Null when it is allowed; otherwise the reason, naming value and limit.</returns>
    public string? RefuseValidity(TimeSpan? validFor)
    {
        if (_point.Setpoint is not { } policy)
        {
            return $"'{_point.Key}' is not a setpoint.";
        }

        if (validFor is not { } time)
        {
            return policy is { Hold: SetpointHold.Leased, ValidFor: null } ? $"'{_point.Key}' has no default validity: validFor is missing" : null;
        }

        if (policy.Hold == SetpointHold.Latched)
        {
            return $"validFor {time} does not apply: '{_point.Key}' is latched and stays until changed";
        }

        return time < SetpointLimits.MinValidity || time > SetpointLimits.MaxValidity
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"validFor {time} of '{_point.Key}' is not at least {SetpointLimits.MinValidity.TotalSeconds:0} s and at most {SetpointLimits.MaxValidity.TotalDays:0} days")
            : null;
    }

    /// <summary>
    /// Whether a device follows what was asked: numbers within the described tolerance, or the deadband with which they are held; anything
    /// else exactly.
    /// </summary>
    /// <param name="asked">What was asked, in the canonical unit.</param>
    /// <param name="reported">What the device says it follows, in the canonical unit.</param>
    public bool IsFollowed(PointValue asked, PointValue reported) =>
        asked.Type == PointValueType.Number && reported.Type == PointValueType.Number
            ? Math.Abs(asked.Number - reported.Number) <= Math.Max(_tolerance, Math.Abs(asked.Number) * RelativeRounding)
            : asked.HasValue && asked == reported;

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

    private static EnvelopeLimit[] OfWrite(TwinDefinition twin, SetpointRules? rules) =>
        rules?.Limits is { } limits ? Both(limits, $"limits of the device description {twin.Description.Key}") : [];

    // Of a group, the read-back is of the same part.
    private static int FindReadBack(TwinDefinition twin, int ordinal, SetpointRules? rules)
    {
        if (rules?.ReadBack is not { } readBack)
        {
            return ordinal;
        }

        var (group, name) = PointKeys.Split(readBack);
        var key = twin.Points[ordinal].Key;
        var own = group is null ? name : $"{key[..key.LastIndexOf('.')]}.{name}";
        return twin.Points.TryGetOrdinal(own, out var reported) ? reported : ordinal;
    }

    private static EnvelopeLimit[] Both(NumberRange range, string source) =>
        [new(LimitSide.Minimum, range.Minimum, source), new(LimitSide.Maximum, range.Maximum, source)];

    private static string Spell(PointValueType type) => type == PointValueType.None ? "no value" : type.ToString().ToLowerInvariant();
}
