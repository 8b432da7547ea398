namespace Twins.Hosting.Configuration;

/// <summary>Finds the folder of descriptions when the command line names none.</summary>
internal static class ConfigFolder
{
    /// <summary>Its name.</summary>
    public const string Name = "silo-config";

    /// <summary>The named folder; else the one in the working directory or above it; else the one beside the program.</summary>
    /// <exception cref="BadInputException">There is no such folder.</exception>
    public static string Find(string? named, string workingDirectory)
    {
        if (named is not null)
        {
            return Directory.Exists(named) ? Path.GetFullPath(named) : throw new BadInputException($"--config: there is no folder '{named}'.");
        }

        for (var folder = new DirectoryInfo(workingDirectory); folder is not null; folder = folder.Parent)
        {
            if (Directory.Exists(Path.Combine(folder.FullName, Name)))
            {
                return Path.Combine(folder.FullName, Name);
            }
        }

        var installed = Path.Combine(AppContext.BaseDirectory, Name);
        return Directory.Exists(installed)
            ? installed
            : throw new BadInputException($"There is no folder '{Name}' in '{workingDirectory}' or above, nor beside the program; name one with --config.");
    }
}
