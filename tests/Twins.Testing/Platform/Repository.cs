using System.Runtime.CompilerServices;

namespace Twins.Testing.Platform;

/// <summary>Where the repository's own files are, for the tests that read them.</summary>
public static class Repository
{
    /// <summary>The folder of the solution file, found from where this file was compiled.</summary>
    public static string Root { get; } = Find(ThisFile());

    /// <summary>The demonstration sites, products and types.</summary>
    public static string SiloConfig => Path.Combine(Root, "silo-config");

    private static string Find(string file)
    {
        for (var folder = Directory.GetParent(file); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Twins.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"No folder above '{file}' holds Twins.sln.");
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
