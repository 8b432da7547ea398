using Twins.Storage.Blobs;

namespace Twins.Storage.Journals;

/// <summary>The log that is written now: knows how much of it is whole, so that what a failed append left behind is removed first.</summary>
internal sealed class JournalLog(IBlobStore blobs, string name, long length)
{
    /// <summary>Bytes of whole frames.</summary>
    public long Length { get; private set; } = length;

    /// <summary>Adds a frame; durable when the task completes.</summary>
    /// <exception cref="BlobStoreException">The store failed; the frame may be added again.</exception>
    public async Task AppendAsync(ReadOnlyMemory<byte> frame, CancellationToken cancellationToken)
    {
        AppendResult result = await blobs.AppendAsync(name, Length, frame, cancellationToken).ConfigureAwait(false);
        if (!result.Appended)
        {
            await TrimAsync(blobs, name, Length, cancellationToken).ConfigureAwait(false);
            result = await blobs.AppendAsync(name, Length, frame, cancellationToken).ConfigureAwait(false);
        }

        if (!result.Appended)
        {
            throw new BlobStoreException($"The journal '{name}' has {result.Length} bytes instead of {Length}: somebody else writes to it.");
        }

        Length = result.Length;
    }

    /// <summary>Cuts a log to what is whole of it.</summary>
    public static async Task TrimAsync(IBlobStore blobs, string name, long length, CancellationToken cancellationToken)
    {
        Blob? blob = await blobs.GetAsync(name, cancellationToken).ConfigureAwait(false);
        if (blob is null || blob.Content.Length < length)
        {
            throw new JournalCorruptException(name, blob?.Content.Length ?? 0, $"it ends there, and had {length} bytes before");
        }

        await blobs.PutAsync(name, blob.Content[..(int)length], BlobCondition.IfMatch(blob.ETag), cancellationToken).ConfigureAwait(false);
    }
}
