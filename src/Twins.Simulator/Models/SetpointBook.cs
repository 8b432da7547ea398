using Twins.Devices;
using Twins.Points;
using Twins.Sites;
using Twins.Types;

namespace Twins.Simulator.Models;

/// <summary>
/// What one device lets itself be told: numbers are cut to the device's own limits (its description's, its type's range, its ratings),
/// enums must be members, and a described watchdog falls back to the safe value without a new write in time.
/// </summary>
internal sealed class SetpointBook
{
    private readonly DeviceValues _values;
    private readonly Dictionary<int, NumberRange> _limits = [];
    private readonly List<Watchdog> _watchdogs = [];

    public SetpointBook(TwinDefinition definition, DeviceValues values)
    {
        _values = values;
        foreach (var rules in definition.Description.Setpoints())
        {
            foreach (var key in Expand(rules.Key, definition.Entry))
            {
                if (values.Points.TryGetOrdinal(key, out var ordinal))
                {
                    Add(definition, rules, ordinal);
                }
            }
        }
    }

    /// <summary>Whether the device can follow such a value at all: of the setpoint's shape, and a member if it is an enum.</summary>
    public bool CanAccept(int ordinal, PointValue value)
    {
        var point = _values.Points[ordinal];
        return value.HasValue
            && value.Type == point.ValueType
            && (value.Type != PointValueType.Enum || point.Members.Any(member => member.Code == value.EnumCode));
    }

    /// <summary>Takes a value that was written, cut to the device's limits.</summary>
    /// <param name="ordinal">The setpoint.</param>
    /// <param name="value">The value in the canonical unit, one that <see cref="CanAccept"/>.</param>
    /// <param name="now">Simulated instant, from which a watchdog counts.</param>
    public void Accept(int ordinal, PointValue value, DateTimeOffset now)
    {
        _values[ordinal] = value.Type == PointValueType.Number ? Cut(ordinal, value.Number) : value;
        foreach (var watchdog in _watchdogs)
        {
            watchdog.Heard(ordinal, now);
        }
    }

    /// <summary>Falls back where a watchdog ran out.</summary>
    public void Expire(DateTimeOffset now)
    {
        foreach (var watchdog in _watchdogs)
        {
            if (watchdog.IsOver(now))
            {
                _values[watchdog.Ordinal] = PointValue.FromNumber(watchdog.SafeValue);
            }
        }
    }

    private void Add(TwinDefinition definition, SetpointRules rules, int ordinal)
    {
        var point = _values.Points[ordinal];
        if (point.ValueType == PointValueType.Number)
        {
            _limits[ordinal] = Limits(definition, point, rules);
        }

        if (rules.WatchdogSeconds is { } seconds)
        {
            _watchdogs.Add(new Watchdog(ordinal, TimeSpan.FromSeconds(seconds), rules.SafeValue ?? 0));
        }
    }

    private static NumberRange Limits(TwinDefinition definition, PointDefinition point, SetpointRules rules)
    {
        var lowest = Math.Max(point.Range?.Minimum ?? double.NegativeInfinity, rules.Limits?.Minimum ?? double.NegativeInfinity);
        var highest = Math.Min(point.Range?.Maximum ?? double.PositiveInfinity, rules.Limits?.Maximum ?? double.PositiveInfinity);
        foreach (var rating in definition.Type.Ratings)
        {
            if (rating.Limits is { } limit && limit.Setpoint == point.Key && definition.Entry.Ratings.TryGetValue(rating.Key, out var rated))
            {
                highest = limit.Side == RatingSide.Upper ? Math.Min(highest, rated) : highest;
                lowest = limit.Side == RatingSide.Lower ? Math.Max(lowest, -rated) : lowest;
            }
        }

        return new(lowest, highest);
    }

    private PointValue Cut(int ordinal, double number) => PointValue.FromNumber(
        _limits.TryGetValue(ordinal, out var limits) ? Math.Clamp(number, limits.Minimum, limits.Maximum) : number);

    private static IEnumerable<string> Expand(string key, DeviceEntry entry)
    {
        var (group, name) = PointKeys.Split(key);
        return group is null
            ? [name]
            : Enumerable.Range(1, entry.Counts.GetValueOrDefault(group)).Select(index => PointKeys.OfPart(group, index, name));
    }

    private sealed class Watchdog(int ordinal, TimeSpan limit, double safeValue)
    {
        // Nothing to fall back from until the first write.
        private DateTimeOffset _deadline = DateTimeOffset.MaxValue;

        public int Ordinal { get; } = ordinal;

        public double SafeValue { get; } = safeValue;

        public void Heard(int written, DateTimeOffset now) => _deadline = written == Ordinal ? now + limit : _deadline;

        public bool IsOver(DateTimeOffset now)
        {
            if (now < _deadline)
            {
                return false;
            }

            _deadline = DateTimeOffset.MaxValue;
            return true;
        }
    }
}
