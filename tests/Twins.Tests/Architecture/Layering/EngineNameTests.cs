using System.Text.RegularExpressions;
using Twins.Tests.Architecture.Repository;

namespace Twins.Tests.Architecture.Layering;

/// <summary>One grain source for two engines: only the engines and the folders that host them may name one.</summary>
public sealed partial class EngineNameTests
{
    [Fact]
    public void SourcesOutsideTheEngines_NameNoEngine() => Offenders.None(
        "Sources that name an engine; namespaces come as global usings from build/GrainModel.targets:",
        from file in RepositoryFiles.All(".cs", ".razor")
        where !MayNameAnEngine(file)
        from line in RepositoryFiles.Lines(file).Select((text, index) => (Text: WithoutComment(text), Number: index + 1))
        where EngineName().IsMatch(line.Text)
        select $"{file}:{line.Number}: {line.Text.Trim()}");

    /// <summary>They measure the embedded engine, or host grains in it on a manual clock.</summary>
    private static readonly string[] TestsOfTheEmbeddedEngine =
        ["tests/Twins.Tests.Architecture/", "tests/Twins.Benchmarks/", "tests/Twins.Cluster.Tests/Support/"];

    private static bool MayNameAnEngine(string file) =>
        file.StartsWith("src/Twins.Runtime", StringComparison.Ordinal)
        || file.StartsWith("tests/Twins.Runtime", StringComparison.Ordinal)
        || Array.Exists(TestsOfTheEmbeddedEngine, folder => file.StartsWith(folder, StringComparison.Ordinal))
        || file.Contains("/Engine/", StringComparison.Ordinal);

    private static string WithoutComment(string line) =>
        line.IndexOf("//", StringComparison.Ordinal) is var start and >= 0 ? line[..start] : line;

    [GeneratedRegex(@"\bOrleans\b|\bTwins\.Runtime\b")]
    private static partial Regex EngineName();
}
