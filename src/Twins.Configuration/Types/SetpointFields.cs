using System.Globalization;
using Twins.Configuration.Fields;
using Twins.Configuration.Yaml;
using Twins.Points;
using Twins.Text;

namespace Twins.Configuration.Types;

/// <summary>The fields that say how a commanded point behaves.</summary>
internal static class SetpointFields
{
    private static readonly Field<SetpointHold?> Hold = Field.Optional(
        "hold", new MaybeReader<SetpointHold>(new MemberReader<SetpointHold>(SetpointHold.Leased, SetpointHold.Latched)), null,
        "How a commanded value holds: leased for a time (power, current), or latched until changed (switches, parameters). Setpoints need it.");

    private static readonly Field<double?> ValidFor = Field.Optional(
        "validForS", new MaybeReader<double>(new NumberReader(0, 604_800, isMinimumAllowed: false)), null,
        "Seconds a leased setpoint holds when the command does not say.");

    private static readonly Field<ScalarNode?> SafeValue = Field.Optional(
        "safeValue", new ScalarReader(), null, "What a leased setpoint goes back to: a number in the unit, a member's key, true or false.");

    private static readonly Field<string?> ReportedBy = Field.Optional(
        "reportedBy", KeyReader.CamelCase, null!, "The point at which the effect shows; of the same part when the setpoint belongs to a group.")!;

    private static readonly Field<bool> Dangerous = Field.Optional(
        "dangerous", new FlagReader(), false, "Whether a person must arm and confirm it.", "false");

    /// <summary>The fields, in the order in which they are best written.</summary>
    public static readonly Field[] All = [Hold, ValidFor, SafeValue, ReportedBy, Dangerous];

    /// <summary>Builds the policy; null when the point is not commanded, or after an error was reported.</summary>
    public static SetpointPolicy? Build(MappingValues values, PointDefinition point, ReadingContext context)
    {
        if (values.Get(Hold) is not { } hold)
        {
            RejectWithoutHold(values, point, context);
            return null;
        }

        if (point.Kind is not (PointKind.Setpoint or PointKind.Parameter))
        {
            context.Error(values.PlaceOf(Hold), $"a {point.Kind.ToString().ToLowerInvariant()} is not commanded", "leave 'hold' out, or write 'kind: setpoint'");
            return null;
        }

        foreach (var field in new Field[] { ValidFor, SafeValue }.Where(field => values.Has(field) != (hold == SetpointHold.Leased)))
        {
            var (message, fix) = hold == SetpointHold.Leased
                ? ($"a leased setpoint needs '{field.Name}'", $"add '{field.Name}', or write 'hold: latched'")
                : ($"'{field.Name}' belongs to leased setpoints", "leave it out, or write 'hold: leased'");
            context.Error(values.PlaceOf(field), message, fix);
        }

        var safeValue = values.Get(SafeValue) is { } node ? ReadSafeValue(node, point, context) : PointValue.None;
        TimeSpan? validFor = values.Get(ValidFor) is { } seconds ? TimeSpan.FromSeconds(seconds) : null;
        return new SetpointPolicy(hold, validFor, safeValue, values.Get(ReportedBy), values.Get(Dangerous));
    }

    private static void RejectWithoutHold(MappingValues values, PointDefinition point, ReadingContext context)
    {
        if (point.Kind == PointKind.Setpoint)
        {
            context.Error(values.Place, $"the setpoint '{point.Key}' needs 'hold'", "add 'hold: leased' with validForS and safeValue, or 'hold: latched'");
        }

        foreach (var field in All.Where(values.Has))
        {
            context.Error(values.PlaceOf(field), $"'{field.Name}' belongs to what is commanded", "add 'hold', or leave it out");
        }
    }

    private static PointValue ReadSafeValue(ScalarNode node, PointDefinition point, ReadingContext context)
    {
        switch (point.ValueType)
        {
            case PointValueType.Number when ScalarForm.TryNumber(node, out var number):
                if (point.Range is { } range && !range.Contains(number))
                {
                    var bounds = string.Create(CultureInfo.InvariantCulture, $"{range.Minimum} to {range.Maximum} {point.Unit?.Symbol}");
                    context.Error(node.Place, $"the safe value {node.Text} is outside the range {bounds}", "choose one inside");
                }

                return PointValue.FromNumber(number);
            case PointValueType.Flag when ScalarForm.TryFlag(node, out var flag):
                return PointValue.FromFlag(flag);
            case PointValueType.Enum when point.Members.FirstOrDefault(member => member.Key == node.Text) is { } member:
                return PointValue.FromEnum(member.Code);
            default:
                var fix = point.ValueType == PointValueType.Enum
                    ? Nearest.Propose(node.Text, point.Members.Select(member => member.Key))
                    : "write a number in the unit, or true or false for a flag";
                context.Error(node.Place, $"{node.Noun} is no value of '{point.Key}'", fix);
                return PointValue.None;
        }
    }
}
