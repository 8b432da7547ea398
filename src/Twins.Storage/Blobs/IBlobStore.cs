namespace Twins.Storage.Blobs;

/// <summary>
/// Named blobs with optimistic concurrency: the one port through which everything durable is stored (DESIGN section 8).
/// A blob is written as a whole: readers see the old content or the new, never a part. What was acknowledged survives a crash.
/// Safe for concurrent use.
/// </summary>
public interface IBlobStore
{
    /// <summary>Reads a blob; null when there is none of that name.</summary>
    /// <exception cref="BlobNameException">The name is not well formed.</exception>
    /// <exception cref="BlobStoreException">The store failed.</exception>
    Task<Blob?> GetAsync(string name, CancellationToken cancellationToken = default);

    /// <summary>Writes a blob as a whole if the condition holds; durable when the task completes.</summary>
    /// <exception cref="BlobNameException">The name is not well formed.</exception>
    /// <exception cref="BlobStoreException">The store failed; the blob has its old content or the new one.</exception>
    Task<PutResult> PutAsync(
        string name, ReadOnlyMemory<byte> content, BlobCondition condition = default, CancellationToken cancellationToken = default);

    /// <summary>
    /// Adds to the end of a blob, creating it when there is none, if it has the length that the caller knows of; durable when the
    /// task completes. The one operation that is not atomic: after a crash or a failure the blob may end in any first part of what
    /// was being added. Who appends therefore frames what is added with a checksum.
    /// </summary>
    /// <param name="name">The blob.</param>
    /// <param name="length">Length in bytes that the blob must have before; 0 where there is none.</param>
    /// <param name="content">What is added.</param>
    /// <param name="cancellationToken">Ends the wait for the write's turn.</param>
    /// <exception cref="BlobNameException">The name is not well formed.</exception>
    /// <exception cref="BlobStoreException">The store failed; the blob may end in a part of the content.</exception>
    Task<AppendResult> AppendAsync(string name, long length, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default);

    /// <summary>The blobs whose names begin with a prefix, in ordinal order; all of them for an empty prefix.</summary>
    /// <exception cref="BlobNameException">The prefix is not the beginning of a well-formed name.</exception>
    /// <exception cref="BlobStoreException">The store failed.</exception>
    IAsyncEnumerable<BlobEntry> ListAsync(string prefix, CancellationToken cancellationToken = default);

    /// <summary>Deletes a blob for good if the condition holds; durable when the task completes.</summary>
    /// <exception cref="BlobNameException">The name is not well formed.</exception>
    /// <exception cref="BlobStoreException">The store failed.</exception>
    Task<DeleteResult> DeleteAsync(string name, BlobCondition condition = default, CancellationToken cancellationToken = default);
}
