namespace Twins.Hosting.Configuration;

/// <summary>The folder for everything durable.</summary>
internal static class DataFolderSetting
{
    /// <summary>Makes the folder if need be.</summary>
    /// <exception cref="BadInputException">It cannot be made.</exception>
    public static void Make(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException($"--data: '{folder}' cannot be used: {fault.Message}");
        }
    }
}
