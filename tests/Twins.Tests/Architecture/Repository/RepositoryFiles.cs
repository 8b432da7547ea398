namespace Twins.Tests.Architecture.Repository;

/// <summary>The files of the repository as somebody would commit them: build output, restored packages and data are left out.</summary>
internal static class RepositoryFiles
{
    private static readonly HashSet<string> IgnoredFolders = new(StringComparer.Ordinal)
    {
        ".git", ".vs", ".idea", "artifacts", "bin", "obj", "node_modules", "data", "_framework", "screenshots", "TestResults",
    };

    private static readonly HashSet<string> BinaryExtensions = new(StringComparer.OrdinalIgnoreCase)
    {
        ".png", ".jpg", ".ico", ".woff2", ".parquet", ".bin",
    };

    /// <summary>The folder that holds <c>Twins.sln</c>.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Paths relative to the root, with slashes, of all files, or of those with one of the extensions.</summary>
    public static IReadOnlyList<string> All(params string[] extensions) =>
        [.. Walk(Root)
            .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/'))
            .Where(file => extensions.Length == 0 || extensions.Contains(Path.GetExtension(file), StringComparer.OrdinalIgnoreCase))
            .Order(StringComparer.Ordinal)];

    /// <summary>Paths of all files that hold text.</summary>
    public static IEnumerable<string> Texts() => All().Where(file => !BinaryExtensions.Contains(Path.GetExtension(file)));

    /// <summary>The lines of a file given by its path from the root.</summary>
    public static string[] Lines(string file) => File.ReadAllLines(Path.Combine(Root, file));

    /// <summary>The text of a file given by its path from the root.</summary>
    public static string Text(string file) => File.ReadAllText(Path.Combine(Root, file));

    private static IEnumerable<string> Walk(string folder) =>
        Directory.EnumerateFiles(folder).Where(file => Path.GetFileName(file) != ".git").Concat(Directory.EnumerateDirectories(folder)
            .Where(child => !IgnoredFolders.Contains(Path.GetFileName(child)))
            .SelectMany(Walk));

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Twins.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"No Twins.sln above '{AppContext.BaseDirectory}'.");
    }
}
