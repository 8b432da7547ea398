using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Twins.Configuration.Devices;
using Twins.Configuration.Fields;
using Twins.Configuration.Sites;
using Twins.Configuration.Types;
using Twins.Configuration.Yaml;
using Twins.Sites;

namespace Twins.Configuration;

/// <summary>A kind of description file: its folder, its field table, and how it is checked.</summary>
internal abstract class DescriptionKind(string folder, string keyField, string schemaName)
{
    /// <summary>All kinds, each after those that it refers to.</summary>
    public static IReadOnlyList<DescriptionKind> All(IReadOnlyList<IProtocol> protocols) => [new TypeKind(), new DeviceKind(protocols), new SiteKind(protocols)];

    /// <summary>Folder of the files.</summary>
    public string Folder { get; } = folder;

    /// <summary>File name of the JSON Schema.</summary>
    public string SchemaName { get; } = schemaName;

    /// <summary>The field table of a file.</summary>
    public abstract IMapping Fields { get; }

    /// <summary>The JSON Schema of a file's root.</summary>
    public abstract JsonObject Schema();

    /// <summary>Loads the files of this kind; types and devices go to <paramref name="known"/>, sites are returned.</summary>
    public IEnumerable<SiteDescription> Load(IEnumerable<DescriptionFile> files, KnownDescriptions known, ErrorSink errors)
    {
        var loaded = new List<SiteDescription>();
        foreach (var file in files.Where(file => file.Path.StartsWith($"{Folder}/", StringComparison.Ordinal)))
        {
            var context = new ReadingContext(errors, known);
            if (YamlTree.Read(file, errors) is not { } root)
            {
                Remember(file.Name, null, known);
                continue;
            }

            var before = errors.Count;
            CheckName(file, root, context);
            var description = Read(root, context);

            // A file with errors is known, but nothing is held against it: its errors would show again elsewhere.
            Remember(file.Name, errors.Count == before ? description : null, known);
            known.Hashes[$"{Folder}/{file.Name}"] = ContentHash.Of(root);
            if (description is SiteDescription site)
            {
                loaded.Add(site);
            }
        }

        return loaded;
    }

    /// <summary>Reads and checks a file; null when its root could not be read.</summary>
    protected abstract object? Read(Node root, ReadingContext context);

    /// <summary>Lets other files refer to a description; null when it is there but broken.</summary>
    protected abstract void Remember(string key, object? description, KnownDescriptions known);

    private void CheckName(DescriptionFile file, Node root, ReadingContext context)
    {
        if ((root as MappingNode)?.Find(keyField) is ScalarNode key && key.Text != file.Name)
        {
            context.Error(key.Place, $"'{key.Text}' stands in the file '{file.Name}.yaml'", $"name the file '{key.Text}.yaml', or write '{keyField}: {file.Name}'");
        }
    }

    private sealed class TypeKind() : DescriptionKind("types", "type", "twin-type.schema.json")
    {
        public override IMapping Fields => TypeFields.Reader;

        public override JsonObject Schema() => TypeFields.Reader.Schema();

        protected override object? Read(Node root, ReadingContext context)
        {
            if (!TypeFields.Reader.TryRead(root, context, out var type))
            {
                return null;
            }

            TypeChecks.Check(type, context);
            return type;
        }

        protected override void Remember(string key, object? description, KnownDescriptions known) =>
            known.Types[key] = (Twins.Types.TwinType?)description;
    }

    private sealed class DeviceKind(IReadOnlyList<IProtocol> protocols) : DescriptionKind("devices", "device", "device.schema.json")
    {
        private readonly MappingReader<Twins.Devices.DeviceDescription> _reader = new DeviceFields(protocols).Reader;

        public override IMapping Fields => _reader;

        public override JsonObject Schema() => _reader.Schema();

        protected override object? Read(Node root, ReadingContext context)
        {
            if (root is MappingNode mapping)
            {
                DeviceChecks.FindType(mapping, context);
            }

            if (!_reader.TryRead(root, context, out var device))
            {
                return null;
            }

            DeviceChecks.Check(device, protocols, context);
            return context.Type is null ? null : device;
        }

        protected override void Remember(string key, object? description, KnownDescriptions known) =>
            known.Devices[key] = (Twins.Devices.DeviceDescription?)description;
    }

    private sealed class SiteKind(IReadOnlyList<IProtocol> protocols) : DescriptionKind("sites", "site", "site.schema.json")
    {
        private readonly MappingReader<SiteDescription> _reader = new SiteFields(protocols).Reader;

        public override IMapping Fields => _reader;

        public override JsonObject Schema() => _reader.Schema();

        protected override object? Read(Node root, ReadingContext context)
        {
            if (!_reader.TryRead(root, context, out var site))
            {
                return null;
            }

            SiteChecks.Check(site, protocols, context);
            return site;
        }

        protected override void Remember(string key, object? description, KnownDescriptions known)
        {
            // Nothing refers to a site.
        }
    }
}

/// <summary>
/// The JSON Schemas (draft 2020-12) of the three kinds of files, for editors. They are made from the loader's own field
/// tables, so that an editor proposes what the loader reads. The loader checks more: what must hold between fields and files.
/// </summary>
public static class DescriptionSchemas
{
    private static readonly JsonSerializerOptions Layout = new()
    {
        WriteIndented = true,
        NewLine = "\n",

        // Units such as °C stay readable; the files are never embedded in a page.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>File name and text of each schema, such as <c>site.schema.json</c>.</summary>
    /// <param name="protocols">The protocols whose sections the files may hold.</param>
    public static IReadOnlyDictionary<string, string> Create(IReadOnlyList<IProtocol> protocols) =>
        DescriptionKind.All(protocols).ToDictionary(kind => kind.SchemaName, Write, StringComparer.Ordinal);

    private static string Write(DescriptionKind kind)
    {
        var schema = new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = $"Twins: silo-config/{kind.Folder}",
        };
        foreach (var (name, value) in kind.Schema())
        {
            schema[name] = value?.DeepClone();
        }

        return schema.ToJsonString(Layout) + "\n";
    }
}
