namespace Twins.Storage.Directories;

/// <summary>Where and how a <see cref="DirectoryBlobStore"/> keeps its blobs.</summary>
public sealed class DirectoryBlobStoreOptions
{
    /// <summary>Default of <see cref="Lanes"/>.</summary>
    public const int DefaultLanes = 4;

    /// <summary>Default of <see cref="QueueLength"/>.</summary>
    public const int DefaultQueueLength = 1024;

    /// <summary>The folder; created when it is not there.</summary>
    public required string Folder { get; init; }

    /// <summary>Threads that write and flush, 1 to 64. Writes of one name always share a lane.</summary>
    public int Lanes { get; init; } = DefaultLanes;

    /// <summary>Writes that may wait per lane, 1 to 1,000,000; further callers wait until there is room.</summary>
    public int QueueLength { get; init; } = DefaultQueueLength;

    internal void Validate()
    {
        Check(nameof(Lanes), Lanes, 64);
        Check(nameof(QueueLength), QueueLength, 1_000_000);
    }

    private static void Check(string option, int value, int maximum)
    {
        if (value < 1 || value > maximum)
        {
            throw new ArgumentOutOfRangeException(
                nameof(value), value, $"{nameof(DirectoryBlobStoreOptions)}.{option} must be 1 to {maximum}.");
        }
    }
}
