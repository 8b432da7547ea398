namespace Twins.Storage.Journals;

/// <summary>Where a <see cref="Journal"/> is kept, and its bounds.</summary>
public sealed record JournalOptions
{
    /// <summary>Default of <see cref="CompactAfterBytes"/>: 16 MiB.</summary>
    public const int DefaultCompactAfterBytes = 16 * 1024 * 1024;

    /// <summary>Default of <see cref="MaximumPendingBytes"/>: 64 MiB.</summary>
    public const int DefaultMaximumPendingBytes = 64 * 1024 * 1024;

    /// <summary>First part of the blobs' names, without a slash at its end.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// How much is logged before the log is replaced by a snapshot, in bytes, 4 KiB to 1 GiB; 16 MiB unless set. A state that is larger
    /// than this is compacted when as much was logged as the last snapshot holds, so that rewriting never outweighs logging.
    /// </summary>
    public int CompactAfterBytes { get; init; } = DefaultCompactAfterBytes;

    /// <summary>
    /// How much may wait for the disk, in bytes, 4 KiB to 1 GiB; 64 MiB unless set. When more gathers, because the disk fails or nobody
    /// commits, the records are dropped and the next commit writes a snapshot instead: then memory is bounded by the state, and still
    /// nothing is lost.
    /// </summary>
    public int MaximumPendingBytes { get; init; } = DefaultMaximumPendingBytes;

    internal void Validate()
    {
        Blobs.BlobName.Check(Name);
        Check(nameof(CompactAfterBytes), CompactAfterBytes);
        Check(nameof(MaximumPendingBytes), MaximumPendingBytes);
    }

    private static void Check(string option, int value)
    {
        if (value is < 4096 or > 1 << 30)
        {
            throw new ArgumentOutOfRangeException(nameof(value), value, $"{nameof(JournalOptions)}.{option} must be 4096 to {1 << 30} bytes.");
        }
    }
}
