using Twins.Configuration;
using Twins.Configuration.Fields;
using Twins.Configuration.Yaml;

namespace Twins.Tests.Model.Golden;

/// <summary>Raw registers of a device, and what each point must read: written down by hand from the device's map.</summary>
internal sealed record GoldenFixture(IReadOnlyDictionary<string, int> Counts, IReadOnlyList<GoldenPoint> Points, IReadOnlyList<GoldenPoint> ScaleFactors, IReadOnlyList<GoldenPoint> Writes)
{
    public static IEnumerable<string> DeviceKeys() =>
        Directory.EnumerateFiles(Folder, "*.yaml").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal);

    public static GoldenFixture Read(string device)
    {
        var errors = new ErrorSink();
        var root = (MappingNode)YamlTree.Read(new DescriptionFile(device, File.ReadAllText(Path.Combine(Folder, device + ".yaml"))), errors)!;
        Assert.Equal(0, errors.Count);
        var counts = (root.Find("counts") as MappingNode)?.Entries.ToDictionary(entry => entry.Key.Text, entry => int.Parse(((ScalarNode)entry.Value).Text), StringComparer.Ordinal);
        return new GoldenFixture(counts ?? [], ReadPoints(root, "points"), ReadPoints(root, "scaleFactors"), ReadPoints(root, "writes"));
    }

    private static string Folder => Path.Combine(RepositoryFolder.Tests, "Golden");

    private static List<GoldenPoint> ReadPoints(MappingNode root, string name) =>
        [.. (root.Find(name) as SequenceNode)?.Items.Cast<MappingNode>().Select(ReadPoint) ?? []];

    private static GoldenPoint ReadPoint(MappingNode point)
    {
        var raw = ((SequenceNode)point.Find("raw")!).Items.Cast<ScalarNode>().Select(word => ScalarForm.TryInteger(word, out var value) ? (ushort)value : throw new FormatException(word.Text));
        return new GoldenPoint(Text(point, "key"), Text(point, "table"), int.Parse(Text(point, "address")), [.. raw], (point.Find("expect") ?? point.Find("value")) as ScalarNode);
    }

    private static string Text(MappingNode point, string field) => (point.Find(field) as ScalarNode)?.Text ?? "";
}

/// <summary>One line of a fixture.</summary>
/// <param name="Key">Point key, with the part's index; empty for a scale factor.</param>
/// <param name="Table">Table as descriptions name it.</param>
/// <param name="Address">First address.</param>
/// <param name="Raw">Registers, or bits as 0 and 1.</param>
/// <param name="Value">The value expected, or written; null for a scale factor.</param>
internal sealed record GoldenPoint(string Key, string Table, int Address, ushort[] Raw, ScalarNode? Value);
