namespace Twins.Storage.Relational;

/// <summary>What a data folder may hold.</summary>
public static class DataFolder
{
    // The folders in which versions before the relational store kept grain state and the journals of brokers.
    private static readonly string[] EarlierFolders = ["state", "broker", "brokers"];

    /// <summary>Refuses a folder with state of a version before the relational store: its leased setpoints would be forgotten.</summary>
    /// <exception cref="EarlierFormatException">The folder has such state; the message says what to do.</exception>
    public static void RefuseEarlierFormat(string folder)
    {
        var path = Path.GetFullPath(folder);
        var found = EarlierFolders.Select(name => Path.Combine(path, name)).FirstOrDefault(HasFiles);
        if (found is not null)
        {
            throw new EarlierFormatException(
                $"The data folder '{path}' was written by an earlier version of Twins ('{found}'), and this version would forget the setpoints in it. "
                + "Start the earlier version on it once and let its setpoints end, or set the devices back by hand; then name a new, empty folder.");
        }
    }

    private static bool HasFiles(string folder) =>
        Directory.Exists(folder) && Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Any();
}
