using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Twins.Runtime.CodeGeneration;

namespace Twins.Runtime.Generators.Tests;

/// <summary>Runs the generator over a source, as the compiler does.</summary>
internal sealed class Generation
{
    private static readonly CSharpParseOptions Parsing = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Latest);

    private static readonly MetadataReference[] References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Append(typeof(GrainReference).Assembly.Location)
            .Distinct(StringComparer.Ordinal)
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    private readonly Compilation _compilation;
    private readonly GeneratorDriver _driver = CSharpGeneratorDriver.Create(
        [new GrainReferenceGenerator().AsSourceGenerator()],
        parseOptions: Parsing,
        driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));

    public Generation(string source)
    {
        _compilation = CSharpCompilation.Create(
            "Sample",
            [CSharpSyntaxTree.ParseText($"using System.Threading; using System.Threading.Tasks; using Twins.Runtime;\n{source}", Parsing)],
            References,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        _driver = _driver.RunGeneratorsAndUpdateCompilation(_compilation, out var output, out var diagnostics);
        Findings = [.. diagnostics.Select(diagnostic => $"{diagnostic.Id}: {diagnostic.GetMessage(null)}")];
        Errors = [.. output.GetDiagnostics().Where(each => each.Severity == DiagnosticSeverity.Error).Select(each => each.ToString())];
    }

    /// <summary>What the generator reports.</summary>
    public IReadOnlyList<string> Findings { get; }

    /// <summary>What the compiler has against source and generated code together.</summary>
    public IReadOnlyList<string> Errors { get; }

    /// <summary>The names of the generated files.</summary>
    public IEnumerable<string> Files => _driver.GetRunResult().GeneratedTrees.Select(tree => Path.GetFileName(tree.FilePath));

    /// <summary>Why each output is what it is after a change elsewhere in the compilation.</summary>
    public IEnumerable<IncrementalStepRunReason> AfterAnUnrelatedChange()
    {
        var changed = _compilation.AddSyntaxTrees(CSharpSyntaxTree.ParseText("internal sealed class Unrelated;", Parsing));
        return _driver.RunGenerators(changed).GetRunResult().Results.Single()
            .TrackedOutputSteps.SelectMany(step => step.Value).SelectMany(step => step.Outputs).Select(output => output.Reason);
    }
}
