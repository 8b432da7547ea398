using System.Buffers;

namespace Twins.Storage.Blobs;

/// <summary>
/// The rules for names, the same for every store: segments joined by <c>/</c>, of letters, digits and <c>- _ . = ~ % +</c>,
/// none beginning with a dot, so that no name leaves the store's folder or hides in it.
/// </summary>
public static class BlobName
{
    /// <summary>Greatest length of a name in characters; Azure Blob Storage's limit.</summary>
    public const int MaximumLength = 1024;

    /// <summary>Greatest length of one segment in characters: file names end at 255 bytes.</summary>
    public const int MaximumSegmentLength = 200;

    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=~%+");

    /// <summary>Accepts a well-formed name.</summary>
    /// <exception cref="BlobNameException">The name breaks a rule; the message says which.</exception>
    public static void Check(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name.Length is 0 or > MaximumLength)
        {
            throw new BlobNameException(name, $"it has {name.Length} characters; 1 to {MaximumLength} are allowed");
        }

        foreach (Range range in name.AsSpan().Split('/'))
        {
            CheckSegment(name, name.AsSpan(range));
        }
    }

    /// <summary>Accepts the beginning of a well-formed name: empty, or with the last segment unfinished.</summary>
    /// <exception cref="BlobNameException">No well-formed name begins so.</exception>
    public static void CheckPrefix(string prefix)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        if (prefix.Length > 0)
        {
            Check(prefix.EndsWith('/') ? prefix[..^1] : prefix);
        }
    }

    private static void CheckSegment(string name, ReadOnlySpan<char> segment)
    {
        if (segment.IsEmpty)
        {
            throw new BlobNameException(name, "it has an empty segment");
        }

        if (segment.Length > MaximumSegmentLength)
        {
            throw new BlobNameException(name, $"a segment has {segment.Length} characters; {MaximumSegmentLength} are allowed");
        }

        if (segment[0] == '.')
        {
            throw new BlobNameException(name, "a segment begins with a dot");
        }

        int wrong = segment.IndexOfAnyExcept(Allowed);
        if (wrong >= 0)
        {
            throw new BlobNameException(name, $"the character U+{(int)segment[wrong]:X4} is not allowed");
        }
    }
}
