using System.Text.RegularExpressions;
using Twins.Tests.Architecture.Repository;

namespace Twins.Tests.Architecture.Hygiene;

public sealed partial class TestCodeTests
{
    /// <summary>
    /// Waiting for a condition, in bounded steps, belongs into fixtures; benchmarks measure by the clock; an engine's fixture lets its
    /// time pass.
    /// </summary>
    private static readonly string[] MayWait =
        ["tests/Twins.Testing/", "tests/Twins.Benchmarks/", "tests/Twins.Tests.Architecture/", "tests/Twins.Cluster.Tests/Support/", "/Engine/"];

    [Fact]
    public void Tests_DoNotSleep() => Offenders.None(
        "Tests that sleep; turn the manual clock, or wait for the condition:",
        from file in RepositoryFiles.All(".cs")
        where file.StartsWith("tests/", StringComparison.Ordinal)
        where !Array.Exists(MayWait, folder => file.Contains(folder, StringComparison.Ordinal))
        from line in RepositoryFiles.Lines(file).Select((text, index) => (Text: text, Number: index + 1))
        where Sleep().IsMatch(line.Text)
        select $"{file}:{line.Number}: {line.Text.Trim()}");

    [Fact]
    public void SkippedTests_SayWhatIsMissing() => Offenders.None(
        "Tests that are switched off; a missing peer is skipped where it is looked for:",
        from file in RepositoryFiles.All(".cs")
        where file.StartsWith("tests/", StringComparison.Ordinal) && !file.Contains("Architecture", StringComparison.Ordinal)
        from line in RepositoryFiles.Lines(file).Select((text, index) => (Text: text, Number: index + 1))
        where SwitchedOff().IsMatch(line.Text)
        select $"{file}:{line.Number}: {line.Text.Trim()}");

    [GeneratedRegex(@"Thread\.Sleep\(|Task\.Delay\((?!Timeout\.Infinite)")]
    private static partial Regex Sleep();

    [GeneratedRegex(@"\[(Fact|Theory)\([^)]*\bSkip\s*=")]
    private static partial Regex SwitchedOff();
}
