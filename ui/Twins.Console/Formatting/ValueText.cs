using System.Globalization;
using Twins.Points;

namespace Twins.OperatorConsole.Formatting;

/// <summary>Values of every shape as text.</summary>
public static class ValueText
{
    /// <summary>Stands where there is no value.</summary>
    public const string Missing = "—";

    /// <summary>The value without its unit.</summary>
    public static string Of(PointDefinition point, PointValue value, DisplayUnit unit, Func<Timestamp, string> time) => value.Type switch
    {
        PointValueType.None => Missing,
        PointValueType.Number => unit.Number(value.Number),
        PointValueType.Enum => Member(point, value.EnumCode),
        PointValueType.Flag => value.Flag ? "on" : "off",
        PointValueType.Time => time(value.Time),
        _ => Compound(value.Compound),
    };

    /// <summary>Value and unit.</summary>
    public static string WithUnit(PointDefinition point, PointValue value, DisplayUnit unit, Func<Timestamp, string> time) =>
        value.Type == PointValueType.Number ? unit.Text(value.Number) : Of(point, value, unit, time);

    /// <summary>The value as stored: canonical unit, every digit, codes as numbers.</summary>
    public static string Raw(PointValue value) => value.Type switch
    {
        PointValueType.None => Missing,
        PointValueType.Number => value.Number.ToString("R", CultureInfo.InvariantCulture),
        PointValueType.Enum => value.EnumCode.ToString(CultureInfo.InvariantCulture),
        PointValueType.Flag => value.Flag ? "true" : "false",
        PointValueType.Time => value.Time.ToString(),
        _ => Compound(value.Compound),
    };

    /// <summary>Whether an enum's member asks for the operator's attention.</summary>
    public static bool IsAbnormal(PointDefinition point, PointValue value) =>
        value.Type == PointValueType.Enum && point.Members.Any(member => member.Code == value.EnumCode && member.Abnormal);

    private static string Member(PointDefinition point, int code)
    {
        var member = point.Members.FirstOrDefault(candidate => candidate.Code == code);
        return member is null ? string.Create(CultureInfo.InvariantCulture, $"code {code}") : PointLabel.Of(member.Key).ToLowerInvariant();
    }

    private static string Compound(CompoundValue? value) => value switch
    {
        TextValue text => text.Text,
        PositionValue position => string.Create(CultureInfo.InvariantCulture, $"{position.LatitudeDegrees:0.00000}°, {position.LongitudeDegrees:0.00000}°"),
        ScheduleValue schedule => string.Create(CultureInfo.InvariantCulture, $"{schedule.Entries.Length} entries"),
        RecordsValue records => string.Create(CultureInfo.InvariantCulture, $"{records.Rows.Length} rows"),
        _ => Missing,
    };
}
