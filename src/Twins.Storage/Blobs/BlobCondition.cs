namespace Twins.Storage.Blobs;

/// <summary>Under which condition a blob may be written or deleted; the default is under any.</summary>
public readonly record struct BlobCondition
{
    private BlobCondition(string? etag, bool absent)
    {
        ETag = etag;
        MustBeAbsent = absent;
    }

    /// <summary>Whatever is there.</summary>
    public static BlobCondition None => default;

    /// <summary>Only if there is no blob of that name.</summary>
    public static BlobCondition IfAbsent => new(null, absent: true);

    /// <summary>Only if the blob still has the content of this tag.</summary>
    public static BlobCondition IfMatch(string etag) => new(etag ?? throw new ArgumentNullException(nameof(etag)), absent: false);

    /// <summary>The tag that must match; null when none is asked for.</summary>
    public string? ETag { get; }

    /// <summary>Whether there must be no blob.</summary>
    public bool MustBeAbsent { get; }

    /// <summary>Whether every blob, and none, is accepted.</summary>
    public bool AcceptsAll => ETag is null && !MustBeAbsent;

    /// <summary>Whether the condition holds for a blob of this tag; null stands for no blob.</summary>
    public bool Accepts(string? currentETag) =>
        MustBeAbsent ? currentETag is null : ETag is null || string.Equals(ETag, currentETag, StringComparison.Ordinal);
}
