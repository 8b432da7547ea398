using System.Text.RegularExpressions;
using Twins.Tests.Architecture.Repository;

namespace Twins.Tests.Architecture.Documentation;

/// <summary>What the pages tell people to type exists.</summary>
public sealed partial class ReadmeTests
{
    private static readonly IEnumerable<string> Pages = RepositoryFiles.All(".md");

    [Fact]
    public void Links_LeadToFiles() => Offenders.None(
        "Links that lead nowhere:",
        from page in Pages
        from Match link in Link().Matches(RepositoryFiles.Text(page))
        let target = link.Groups["target"].Value
        where !target.Contains("://", StringComparison.Ordinal) && !Exists(Path.Combine(Path.GetDirectoryName(page)!, target))
        select $"{page}: {target}");

    [Fact]
    public void Commands_NameProjectsAndScriptsThatExist() => Offenders.None(
        "Commands that cannot be run from the root:",
        from page in Pages
        from Match command in Command().Matches(RepositoryFiles.Text(page))
        let target = command.Groups["target"].Value
        where !Exists(target)
        select $"{page}: {command.Value}");

    [Fact]
    public void Routes_AreThoseOfTheApi() => Offenders.None(
        "Routes that the API does not have:",
        from page in Pages
        from Match route in Route().Matches(RepositoryFiles.Text(page))
        where !ApiRoute().IsMatch(route.Value)
        select $"{page}: {route.Value}");

    private static bool Exists(string path)
    {
        var full = Path.Combine(RepositoryFiles.Root, path);
        return File.Exists(full) || Directory.Exists(full);
    }

    [GeneratedRegex(@"\]\((?<target>[^)#\s]+)(#[^)]*)?\)", RegexOptions.ExplicitCapture)]
    private static partial Regex Link();

    [GeneratedRegex(@"--project (?<target>[^\s`]+)|dotnet (test|build) (?<target>[\w./]+\.\w+)|^(?<target>tests/run)$", RegexOptions.ExplicitCapture | RegexOptions.Multiline)]
    private static partial Regex Command();

    [GeneratedRegex(@"/api/v1/[\w/-]+")]
    private static partial Regex Route();

    [GeneratedRegex(@"^/api/v1/(events|sites(/[\w-]+(/devices)?)?|devices/[\w-]+/[\w-]+(/setpoints/\w+|/commands/[\w-]+)?)$", RegexOptions.ExplicitCapture)]
    private static partial Regex ApiRoute();
}
