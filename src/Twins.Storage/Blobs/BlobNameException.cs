namespace Twins.Storage.Blobs;

/// <summary>The caller's name for a blob breaks the rules of <see cref="BlobName"/>.</summary>
public sealed class BlobNameException : ArgumentException
{
    /// <summary>Names the blob and the broken rule.</summary>
    public BlobNameException(string name, string rule)
        : base($"'{Shortened(name)}' is not a blob name: {rule}.")
    {
    }

    private static string Shortened(string name) => name.Length <= 200 ? name : name[..200] + "…";
}
