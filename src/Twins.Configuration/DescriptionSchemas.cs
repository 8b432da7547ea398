using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Twins.Configuration;

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
