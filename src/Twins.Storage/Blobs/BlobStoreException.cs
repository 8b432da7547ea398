namespace Twins.Storage.Blobs;

/// <summary>The store failed, such as a full disk or missing rights; neither the caller nor the content is at fault.</summary>
public sealed class BlobStoreException : IOException
{
    /// <summary>Says what was attempted, on which blob or folder, and why it failed.</summary>
    public BlobStoreException(string message, Exception? cause = null)
        : base(message, cause)
    {
    }
}
