using Twins.Configuration;
using Twins.Configuration.Yaml;

namespace Twins.Tests.Model.Demonstrators;

/// <summary>The committed map from the demonstrators' data items to points.</summary>
/// <param name="Demonstrator">Section, such as A1.</param>
/// <param name="Asset">How the row's first cell begins.</param>
/// <param name="Type">The twin type.</param>
/// <param name="Items">The items, in the order of the row.</param>
internal sealed record DemonstratorRow(string Demonstrator, string Asset, string Type, IReadOnlyList<DemonstratorItem> Items)
{
    public static List<DemonstratorRow> ReadAll()
    {
        var errors = new ErrorSink();
        var path = Path.Combine(RepositoryFolder.Tests, "Demonstrators", "items.yaml");
        var root = (MappingNode)YamlTree.Read(new DescriptionFile("items.yaml", File.ReadAllText(path)), errors)!;
        Assert.Equal(0, errors.Count);
        return [.. Children(root, "rows").Select(row => new DemonstratorRow(Text(row, "demonstrator"), Text(row, "asset"), Text(row, "type"), [.. Children(row, "items").Select(Read)]))];
    }

    private static DemonstratorItem Read(MappingNode item) =>
        new(Text(item, "phrase"), [.. ((SequenceNode)item.Find("points")!).Items.Cast<ScalarNode>().Select(point => point.Text)]);

    private static IEnumerable<MappingNode> Children(MappingNode node, string field) => ((SequenceNode)node.Find(field)!).Items.Cast<MappingNode>();

    private static string Text(MappingNode node, string field) => ((ScalarNode)node.Find(field)!).Text;
}

/// <summary>One data item.</summary>
/// <param name="Phrase">The item, word for word.</param>
/// <param name="Points">The points that carry it.</param>
internal sealed record DemonstratorItem(string Phrase, IReadOnlyList<string> Points);
