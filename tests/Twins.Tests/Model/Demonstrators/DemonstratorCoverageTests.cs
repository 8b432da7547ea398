using Twins.Adapters;
using System.Text.RegularExpressions;
using Twins.Configuration;
using Twins.Points;
using Twins.Types;

namespace Twins.Tests.Model.Demonstrators;

/// <summary>
/// Holds the twin types against the list of what the demonstrators hold: every word of every row's data must belong to an
/// item of the map, and every item to points that its type has.
/// </summary>
public sealed partial class DemonstratorCoverageTests
{
    private static readonly string List = Path.GetFullPath(Path.Combine(RepositoryFolder.Root, "..", "shared", "spec", "demonstrators.md"));

    [Fact]
    public void EveryRowOfTheList_IsCoveredWordForWord()
    {
        Assert.SkipUnless(File.Exists(List), "the demonstrators' list (../shared/spec/demonstrators.md) is not here");
        var map = DemonstratorRow.ReadAll();
        var missing = new List<string>();
        var seen = new HashSet<DemonstratorRow>();
        foreach (var (demonstrator, asset, data) in ReadList())
        {
            if (map.Find(row => row.Demonstrator == demonstrator && asset.StartsWith(row.Asset, StringComparison.Ordinal)) is { } row)
            {
                seen.Add(row);
                missing.AddRange(Uncovered(data, row).Select(text => $"{demonstrator}, {asset}: no item for '{text}'"));
            }
            else
            {
                missing.Add($"{demonstrator}: no row for '{asset}'");
            }
        }

        missing.AddRange(map.Where(row => !seen.Contains(row)).Select(row => $"{row.Demonstrator}: the list has no '{row.Asset}'"));
        Assert.Empty(missing);
        Assert.NotEmpty(seen);
    }

    [Fact]
    public void EveryItem_IsCarriedByPointsOfItsType()
    {
        var types = SiteConfigurationLoader.Load(RepositoryFolder.Descriptions, FieldProtocols.All).Types.ToDictionary(type => type.Key, StringComparer.Ordinal);

        var missing = DemonstratorRow.ReadAll().SelectMany(row => row.Items.SelectMany(item => item.Points)
            .Where(point => !types.TryGetValue(row.Type, out var type) || !Has(type, point)).Select(point => $"{row.Type} has no '{point}'"));

        Assert.Empty(missing);
    }

    [Fact]
    public void EveryItem_HasPointsOrRefersToAnotherRow() => Assert.All(
        DemonstratorRow.ReadAll().SelectMany(row => row.Items),
        item => Assert.True(item.Points.Count > 0 || item.Phrase.StartsWith("as ", StringComparison.Ordinal), item.Phrase));

    private static bool Has(TwinType type, string key)
    {
        var (owner, name) = PointKeys.Split(key);
        return owner is null
            ? type.Points.Any(point => point.Key == name)
            : type.Groups.Any(group => group.Key == owner && group.Points.Any(point => point.Key == name))
                || type.Points.Any(point => point.Key == owner && point.Fields.Any(field => field.Key == name));
    }

    // What lies between two items, but for punctuation and joining words, is an item that the map lacks.
    private static IEnumerable<string> Uncovered(string data, DemonstratorRow row)
    {
        var position = 0;
        foreach (var item in row.Items)
        {
            var found = data.IndexOf(item.Phrase, position, StringComparison.Ordinal);
            Assert.True(found >= 0, $"{row.Demonstrator}, {row.Asset}: '{item.Phrase}' is not in the list after '{data[..position]}'");
            if (Words(data[position..found]) is { Length: > 0 } between)
            {
                yield return between;
            }

            position = found + item.Phrase.Length;
        }

        if (Words(data[position..]) is { Length: > 0 } rest)
        {
            yield return rest;
        }
    }

    private static string Words(string text) => Joining().Replace(text, " ").Trim();

    private static IEnumerable<(string Demonstrator, string Asset, string Data)> ReadList()
    {
        var section = "";
        foreach (var line in File.ReadLines(List).SkipWhile(line => !line.StartsWith("## A.", StringComparison.Ordinal)).TakeWhile(line => !line.StartsWith("## B.", StringComparison.Ordinal)))
        {
            section = line.StartsWith("### ", StringComparison.Ordinal) ? line[4..6] : section;
            var cells = line.Split('|', StringSplitOptions.TrimEntries);
            if (cells is ["", var asset, .., var data, ""] && asset != "device" && !asset.StartsWith("--", StringComparison.Ordinal))
            {
                yield return (section, asset, data);
            }
        }
    }

    [GeneratedRegex(@"\(decided\)|\band\b|[\s,;.—]+")]
    private static partial Regex Joining();
}
