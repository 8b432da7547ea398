using Twins.Adapters;
using Twins.Configuration;
using Twins.Configuration.Yaml;
using Twins.Sites;

namespace Twins.Tests.Model.Golden.Mqtt;

/// <summary>Raw payloads of a device, and what each point must read: written down by hand from the device's documents.</summary>
internal sealed class MqttGoldenFixture
{
    private readonly MappingNode _root;

    private MqttGoldenFixture(string device, MappingNode root)
    {
        Device = device;
        _root = root;
        Messages = [.. Items("messages").Select(message => new GoldenMessage(
            Text(message, "topic"), Text(message, "payload"), Text(message, "time"),
            ((MappingNode)message.Find("expect")!).Entries.ToDictionary(entry => entry.Key.Text, entry => (ScalarNode)entry.Value, StringComparer.Ordinal)))];
        Commands = [.. Items("commands").Select(command => new GoldenCommand(
            Text(command, "key"), (ScalarNode)command.Find("value")!, Text(command, "topic"), Text(command, "payload"), (ScalarNode)(command.Find("reads") ?? command.Find("value"))!))];
    }

    public string Device { get; }

    public IReadOnlyList<GoldenMessage> Messages { get; }

    public IReadOnlyList<GoldenCommand> Commands { get; }

    public static IEnumerable<string> DeviceKeys() =>
        Directory.EnumerateFiles(Folder, "*.yaml").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal);

    public static MqttGoldenFixture Read(string device)
    {
        var errors = new ErrorSink();
        var root = (MappingNode)YamlTree.Read(new DescriptionFile(device, File.ReadAllText(Path.Combine(Folder, device + ".yaml"))), errors)!;
        Assert.Equal(0, errors.Count);
        return new MqttGoldenFixture(device, root);
    }

    /// <summary>The device's definition in a site of its own.</summary>
    public TwinDefinition Define()
    {
        var counts = (_root.Find("counts") as MappingNode)?.Entries.Select(entry => $"{entry.Key.Text}: {((ScalarNode)entry.Value).Text}") ?? [];
        var entry = $"  - {{key: device, device: {Device}, connection: field, topicName: {Text(_root, "topicName")}, counts: {{{string.Join(", ", counts)}}}}}";
        var site = $"site: golden\ntitle: Golden\nconnections: [{{key: field, mqtt: {{host: 192.0.2.1}}}}]\ndevices:\n{entry}\n";
        var own = Directory.EnumerateFiles(Path.Combine(Folder, "devices")).Select(file => new DescriptionFile($"devices/{Path.GetFileName(file)}", File.ReadAllText(file)));
        return SiteConfigurationLoader.Load(
            [.. RepositoryFolder.ReadDescriptions("types"), .. RepositoryFolder.ReadDescriptions("devices"), .. own, new DescriptionFile("sites/golden.yaml", site)], FieldProtocols.All)
            .GetCatalog().FindDevice(new DeviceKey("golden", "device"))!;
    }

    private static string Folder => Path.Combine(RepositoryFolder.Tests, "Golden", "Mqtt");

    private IEnumerable<MappingNode> Items(string name) => (_root.Find(name) as SequenceNode)?.Items.Cast<MappingNode>() ?? [];

    private static string Text(MappingNode node, string field) => (node.Find(field) as ScalarNode)?.Text ?? "";
}

/// <summary>A payload and what it must read.</summary>
internal sealed record GoldenMessage(string Topic, string Payload, string Time, IReadOnlyDictionary<string, ScalarNode> Expect);

/// <summary>A setpoint, the payload that asks for it, and what the device must read out of it.</summary>
internal sealed record GoldenCommand(string Key, ScalarNode Value, string Topic, string Payload, ScalarNode Reads);
