using System.Collections.Immutable;
using System.Text;
using Twins.Runtime.Generators.Reading;

namespace Twins.Runtime.Generators.Writing;

/// <summary>Writes the catalogue by which the engine finds the references of an assembly.</summary>
internal static class CatalogWriter
{
    public static string Write(ImmutableArray<InterfaceModel> models, string space)
    {
        var text = new StringBuilder(Header.Text);
        text.AppendLine($"[assembly: GrainReferenceCatalog(typeof({space}.Catalog))]").AppendLine();
        text.AppendLine($"namespace {space}").AppendLine("{");
        text.AppendLine("    internal sealed class Catalog : GrainReferenceCatalog").AppendLine("    {");
        text.AppendLine("        public Catalog()").AppendLine("        {");
        foreach (var model in models)
        {
            text.AppendLine($"            Add<{model.FullName}>(static (route, key) => new {ReferenceWriter.ClassName(model)}(route, key));");
        }

        return text.AppendLine("        }").AppendLine("    }").AppendLine("}").ToString();
    }
}
