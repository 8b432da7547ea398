using Twins.Adapters;
using System.Text;
using Twins.Configuration;
using Twins.Configuration.Fields;
using Twins.Units;
using Twins.Types;

namespace Twins.Tests.Model.Descriptions;

/// <summary>The tables of <c>docs/descriptions.md</c>, made from what the loader reads by.</summary>
internal static class FieldTables
{
    /// <summary>Name of each generated part of the page, and its text.</summary>
    public static IReadOnlyDictionary<string, string> All { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["types"] = Fields("types"),
        ["devices"] = Fields("devices"),
        ["sites"] = Fields("sites"),
        ["capabilities"] = Capabilities(),
        ["quantities"] = Quantities(),
    };

    private static string Fields(string folder)
    {
        var text = new StringBuilder();
        Append(DescriptionKind.All(FieldProtocols.All).Single(kind => kind.Folder == folder).Fields, text, []);
        return text.ToString();
    }

    private static void Append(IMapping mapping, StringBuilder text, HashSet<string> written)
    {
        if (!written.Add(mapping.Noun))
        {
            return;
        }

        text.Append($"\n**{char.ToUpperInvariant(mapping.Noun[0])}{mapping.Noun[1..]}**\n\n| field | takes | if left out | meaning |\n|---|---|---|---|\n");
        foreach (var field in mapping.Fields)
        {
            var missing = field.IsRequired ? "required" : field.DefaultText ?? "—";
            text.Append($"| `{field.Name}` | {Escape(field.Expectation)} | {missing} | {Escape(field.About)} |\n");
        }

        foreach (var inner in mapping.Fields.Select(field => field.Inner).OfType<IMapping>())
        {
            Append(inner, text, written);
        }
    }

    private static string Capabilities() => "\n| capability | meaning | points it asks for |\n|---|---|---|\n" + string.Concat(Capability.All.Select(capability =>
        $"| `{capability.Key}` | {capability.About} | {string.Join("; ", capability.Needs.Select(needs => string.Join(" or ", needs.Select(key => $"`{key}`"))))} |\n"));

    private static string Quantities() => "\n| quantity | meaning | canonical unit | other units |\n|---|---|---|---|\n" + string.Concat(QuantityCatalog.All.Select(quantity =>
        $"| `{quantity.Key}` | {quantity.About} | {Spell(quantity.Canonical)} | {string.Join(", ", quantity.Units.Skip(1).Select(Spell))} |\n"));

    private static string Spell(Unit unit) => string.Join(" or ", unit.Aliases.Prepend(unit.Symbol).Select(name => $"`{name}`"));

    private static string Escape(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
