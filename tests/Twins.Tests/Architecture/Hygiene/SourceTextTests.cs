using System.Text.RegularExpressions;
using Twins.Tests.Architecture.Repository;

namespace Twins.Tests.Architecture.Hygiene;

public sealed partial class SourceTextTests
{
    private static readonly string[] SourceExtensions = [".cs", ".razor", ".js", ".mjs", ".py", ".css", ".targets", ".props", ".csproj"];

    [Fact]
    public void Sources_LeaveNothingForLater() => Offenders.None(
        "Notes of unfinished work, regions and switched-off code:",
        from file in RepositoryFiles.All(SourceExtensions)
        where !file.StartsWith("tests/Twins.Tests/Architecture/", StringComparison.Ordinal)
        from line in RepositoryFiles.Lines(file).Select((text, index) => (Text: text, Number: index + 1))
        where Unfinished().IsMatch(line.Text)
        select $"{file}:{line.Number}: {line.Text.Trim()}");

    [Fact]
    public void Sources_EndEachFileWithOneNewLine() => Offenders.None(
        "Text files that do not end with exactly one line feed, or hold carriage returns or a byte order mark:",
        RepositoryFiles.Texts().Where(file => !file.EndsWith(".sln", StringComparison.Ordinal)).Where(file =>
        {
            var text = RepositoryFiles.Text(file);
            return text.Length > 0
                && (!text.EndsWith('\n') || text.EndsWith("\n\n", StringComparison.Ordinal)
                    || text.Contains('\r', StringComparison.Ordinal) || text[0] == '\uFEFF');
        }));

    [GeneratedRegex(@"\b(TODO|HACK|FIXME|XXX)\b|^\s*#region|^\s*#if false|throw new NotImplementedException")]
    private static partial Regex Unfinished();
}
