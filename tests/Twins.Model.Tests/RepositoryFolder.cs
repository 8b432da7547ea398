using System.Runtime.CompilerServices;

namespace Twins.Model.Tests;

/// <summary>Where the repository's own files are, for the tests that hold them against the code.</summary>
internal static class RepositoryFolder
{
    public static string Root { get; } = Path.GetFullPath(Path.Combine(Here(), "..", ".."));

    public static string Descriptions => Path.Combine(Root, "silo-config");

    public static string Tests => Here();

    private static string Here([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
