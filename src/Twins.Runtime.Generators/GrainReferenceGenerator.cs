using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Twins.Runtime.Generators.Reading;
using Twins.Runtime.Generators.Writing;

namespace Twins.Runtime.Generators;

/// <summary>
/// Writes, for every grain interface and grain observer interface of the compiled assembly, the reference that stands for a grain
/// elsewhere, and a catalogue of them by which the engine finds them.
/// </summary>
[Generator]
public sealed class GrainReferenceGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var space = context.CompilationProvider.Select(static (compilation, _) => Namespace(compilation.AssemblyName));
        var interfaces = context.SyntaxProvider
            .CreateSyntaxProvider(
                static (node, _) => node is InterfaceDeclarationSyntax { BaseList: not null },
                static (found, token) => found.SemanticModel.GetDeclaredSymbol(found.Node, token) is INamedTypeSymbol type
                    ? InterfaceReader.Read(type)
                    : null)
            .Where(static model => model is not null)
            .Select(static (model, _) => model!);

        context.RegisterSourceOutput(interfaces, Report);
        var sound = interfaces.Where(static model => model.Findings.Count == 0).Collect().Select(static (models, _) => Distinct(models));
        context.RegisterSourceOutput(sound.SelectMany(static (models, _) => models).Combine(space), AddReference);
        context.RegisterSourceOutput(sound.Combine(space), AddCatalog);
    }

    // A partial interface is found once per part.
    private static ImmutableArray<InterfaceModel> Distinct(ImmutableArray<InterfaceModel> models) =>
        [.. models.GroupBy(model => model.FullName, StringComparer.Ordinal).Select(parts => parts.First()).OrderBy(model => model.FullName, StringComparer.Ordinal)];

    private static void Report(SourceProductionContext context, InterfaceModel model)
    {
        foreach (var finding in model.Findings)
        {
            context.ReportDiagnostic(finding.ToDiagnostic());
        }
    }

    private static void AddReference(SourceProductionContext context, (InterfaceModel Model, string Space) source) =>
        context.AddSource(source.Model.Identifier + ".g.cs", ReferenceWriter.Write(source.Model, source.Space));

    private static void AddCatalog(SourceProductionContext context, (ImmutableArray<InterfaceModel> Models, string Space) source)
    {
        if (!source.Models.IsEmpty)
        {
            context.AddSource("Catalog.g.cs", CatalogWriter.Write(source.Models, source.Space));
        }
    }

    // The assembly's name keeps catalogues apart where one assembly sees another's internals.
    private static string Namespace(string? assembly) => "Twins.Runtime.Generated."
        + new string((assembly ?? "Assembly").Select(letter => char.IsLetterOrDigit(letter) ? letter : '_').ToArray());
}
