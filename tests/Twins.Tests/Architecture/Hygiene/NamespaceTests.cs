using System.Text.RegularExpressions;
using Twins.Tests.Architecture.Repository;

namespace Twins.Tests.Architecture.Hygiene;

/// <summary>
/// The folder tree reads as a table of contents: a type is found in the folder of its namespace, or below it where a folder only
/// sorts the files of a large namespace.
/// </summary>
public sealed partial class NamespaceTests
{
    /// <summary>Projects whose root namespace differs from their name, so that it hides no type of the framework.</summary>
    private static readonly Dictionary<string, string> RootNamespaces = new(StringComparer.Ordinal)
    {
        ["src/Twins.Host"] = "Twins.Hosting",
        ["src/Twins.Abstractions"] = "Twins",
        ["ui/Twins.Console"] = "Twins.OperatorConsole",
    };

    [Fact]
    public void Namespaces_FollowTheFolders() => Offenders.None(
        "Files whose namespace is neither that of their folder nor one above it:",
        from file in RepositoryFiles.All(".cs")
        where file.StartsWith("src/", StringComparison.Ordinal) || file.StartsWith("ui/", StringComparison.Ordinal)
        where !file.Contains("/Engine/", StringComparison.Ordinal)
        let declared = Declaration().Match(RepositoryFiles.Text(file)) is { Success: true } match ? match.Groups["name"].Value : null
        where declared is not null && !$"{FolderNamespace(file)}.".StartsWith($"{declared}.", StringComparison.Ordinal)
        select $"{file}: {declared}, expected {FolderNamespace(file)} or one above it");

    private static string FolderNamespace(string file)
    {
        var parts = file.Split('/');
        var project = $"{parts[0]}/{parts[1]}";
        return string.Join('.', parts[2..^1].Prepend(RootNamespaces.GetValueOrDefault(project, parts[1])));
    }

    [GeneratedRegex(@"^namespace (?<name>[\w.]+);", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Declaration();
}
