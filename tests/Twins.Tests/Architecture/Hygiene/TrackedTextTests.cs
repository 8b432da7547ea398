using System.Text.RegularExpressions;
using Twins.Tests.Architecture.Repository;

namespace Twins.Tests.Architecture.Hygiene;

/// <summary>Files speak of the product, not of the machine on which somebody wrote them.</summary>
public sealed partial class TrackedTextTests
{
    [Fact]
    public void Files_NameNoMachinePath() => Offenders.None("Paths of one machine:", LinesThatMatch(MachinePath()));

    [Fact]
    public void Files_NameNoPackageRegistry() => Offenders.None(
        "Package registries; whoever builds configures the own feed:", LinesThatMatch(Registry()));

    [Fact]
    public void Folders_HoldNoDeadFiles() => Offenders.None(
        "Files that editors and merges leave behind:",
        RepositoryFiles.All().Where(file => LeftBehind().IsMatch(file)));

    private static IEnumerable<string> LinesThatMatch(Regex pattern) =>
        from file in RepositoryFiles.Texts()
        where !file.StartsWith("tests/Twins.Tests.Architecture/", StringComparison.Ordinal)
        from line in RepositoryFiles.Lines(file).Select((text, index) => (Text: text, Number: index + 1))
        where pattern.IsMatch(line.Text)
        select $"{file}:{line.Number}: {line.Text.Trim()}";

    [GeneratedRegex(@"(?<![\w.$)}])/(work|tmp|root|home)/|[A-Z]:\\Users\\")]
    private static partial Regex MachinePath();

    [GeneratedRegex(@"https?://[^\s""']*(registry|npmjs|nuget\.org|artifactory|pypi|/v3/index\.json)", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Registry();

    [GeneratedRegex(@"(~|\.orig|\.rej|\.bak|\.swp|\.DS_Store)$")]
    private static partial Regex LeftBehind();
}
