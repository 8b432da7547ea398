using Twins.Storage.Directories;

namespace Twins.Hosting.Configuration;

/// <summary>The folder for everything durable.</summary>
internal static class DataFolder
{
    /// <summary>Opens the folder, and makes it if need be.</summary>
    /// <exception cref="BadInputException">It cannot be made or written.</exception>
    public static DirectoryBlobStore Open(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            return new DirectoryBlobStore(new DirectoryBlobStoreOptions { Folder = folder });
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException($"--data: '{folder}' cannot be used: {fault.Message}");
        }
    }
}
