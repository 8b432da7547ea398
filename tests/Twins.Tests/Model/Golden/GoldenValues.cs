using System.Globalization;
using Twins.Configuration.Yaml;
using Twins.Points;
using Twins.Readings;

namespace Twins.Tests.Model.Golden;

/// <summary>The values of fixtures, as they are written there.</summary>
internal static class GoldenValues
{
    public const string NotAvailable = "notAvailable";

    /// <summary>A value of a fixture.</summary>
    public static PointValue Read(PointDefinition point, ScalarNode node) => node.Text == NotAvailable ? PointValue.None : point.ValueType switch
    {
        PointValueType.Number => PointValue.FromNumber(double.Parse(node.Text, CultureInfo.InvariantCulture)),
        PointValueType.Flag => PointValue.FromFlag(node.Text == "true"),
        PointValueType.Text => PointValue.FromText(node.Text),
        _ => PointValue.FromEnum(point.Members.Single(member => member.Key == node.Text).Code),
    };

    /// <summary>A value of a fixture, in one spelling.</summary>
    public static string Normalise(ScalarNode node) =>
        double.TryParse(node.Text, CultureInfo.InvariantCulture, out var number) ? number.ToString(CultureInfo.InvariantCulture) : node.Text;

    /// <summary>A reading as fixtures write it.</summary>
    public static string Show(Reading reading, PointDefinition point) => reading switch
    {
        { Quality: Quality.Bad, Reason: QualityReason.NotAvailable } => NotAvailable,
        { Quality: not Quality.Good } => $"{reading.Quality} {reading.Reason}",
        { Value.Type: PointValueType.Number } => reading.Value.Number.ToString(CultureInfo.InvariantCulture),
        { Value.Type: PointValueType.Enum } => point.Members.Single(member => member.Code == reading.Value.EnumCode).Key,
        { Value.Type: PointValueType.Flag } => reading.Value.Flag ? "true" : "false",
        _ => reading.Value.Text ?? "",
    };
}
