namespace Twins.Storage.Blobs;

/// <summary>A blob as read.</summary>
/// <param name="Content">The whole content.</param>
/// <param name="ETag">Tag of this content, for a condition.</param>
public sealed record Blob(ReadOnlyMemory<byte> Content, string ETag);

/// <summary>A blob in a list.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Length">Length of its content in bytes.</param>
public readonly record struct BlobEntry(string Name, long Length);

/// <summary>What became of a put.</summary>
/// <param name="Written">Whether the content was written; false when the condition did not hold.</param>
/// <param name="ETag">Tag of the content that the blob has now, written by this call or found there; null when there is no blob.</param>
public readonly record struct PutResult(bool Written, string? ETag);

/// <summary>What became of an append.</summary>
/// <param name="Appended">Whether the content was added; false when the blob had another length than the caller knew of.</param>
/// <param name="Length">Length in bytes that the blob has now; 0 where there is none.</param>
public readonly record struct AppendResult(bool Appended, long Length);

/// <summary>What became of a delete.</summary>
public enum DeleteResult
{
    /// <summary>Deleted.</summary>
    Deleted,

    /// <summary>There was no blob of that name.</summary>
    NotFound,

    /// <summary>The blob is another than the condition names; it was left as it is.</summary>
    Conflict,
}
