using System.Runtime.CompilerServices;
using Twins.Configuration;

namespace Twins.Tests.Model;

/// <summary>Where the repository's own files are, for the tests that hold them against the code.</summary>
internal static class RepositoryFolder
{
    public static string Root => Twins.Testing.Platform.Repository.Root;

    public static string Descriptions => Path.Combine(Root, "silo-config");

    public static string Tests => Here();

    /// <summary>The description files of a folder, as the loader takes them.</summary>
    public static IEnumerable<DescriptionFile> ReadDescriptions(string kind) =>
        Directory.EnumerateFiles(Path.Combine(Descriptions, kind), "*.yaml").Order(StringComparer.Ordinal)
            .Select(file => new DescriptionFile($"{kind}/{Path.GetFileName(file)}", File.ReadAllText(file)));

    private static string Here([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
