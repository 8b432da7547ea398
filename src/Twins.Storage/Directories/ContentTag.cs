using System.Security.Cryptography;

namespace Twins.Storage.Directories;

/// <summary>The ETag of a content: the first half of its SHA-256 in hexadecimal. Equal contents have equal tags.</summary>
internal static class ContentTag
{
    public static string Of(ReadOnlySpan<byte> content)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(content, hash);
        return Convert.ToHexStringLower(hash[..(SHA256.HashSizeInBytes / 2)]);
    }
}
