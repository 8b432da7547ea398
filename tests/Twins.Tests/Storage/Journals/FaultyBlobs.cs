using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Twins.Storage.Blobs;

namespace Twins.Tests.Storage.Journals;

/// <summary>Blobs in memory that a test may look at, damage, and let fail.</summary>
internal sealed class FaultyBlobs : IBlobStore
{
    public ConcurrentDictionary<string, byte[]> Contents { get; } = new(StringComparer.Ordinal);

    /// <summary>Names of the operations that reached the store, in their order.</summary>
    public ConcurrentQueue<string> Operations { get; } = new();

    /// <summary>Asked before each operation: how many bytes of an append are written before it fails; null lets it succeed.</summary>
    public Func<string, int?> Fails { get; set; } = _ => null;

    /// <summary>Completes before an append is carried out.</summary>
    public Task Turn { get; set; } = Task.CompletedTask;

    /// <summary>A copy that a crash at this moment would leave behind.</summary>
    public FaultyBlobs Copy()
    {
        var copy = new FaultyBlobs();
        foreach ((string name, byte[] content) in Contents)
        {
            copy.Contents[name] = content;
        }

        return copy;
    }

    public Task<Blob?> GetAsync(string name, CancellationToken cancellationToken = default) =>
        Task.FromResult(Contents.TryGetValue(name, out byte[]? content) ? new Blob(content, TagOf(content)) : null);

    public Task<PutResult> PutAsync(
        string name, ReadOnlyMemory<byte> content, BlobCondition condition = default, CancellationToken cancellationToken = default)
    {
        ThrowIfFailing($"put {name}");
        Contents[name] = content.ToArray();
        return Task.FromResult(new PutResult(Written: true, TagOf(Contents[name])));
    }

    public async Task<AppendResult> AppendAsync(
        string name, long length, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default)
    {
        await Turn;
        byte[] before = Contents.GetValueOrDefault(name, []);
        if (before.Length != length)
        {
            return new AppendResult(Appended: false, before.Length);
        }

        if (Fails($"append {name}") is { } written)
        {
            Contents[name] = [.. before, .. content.Span[..Math.Min(written, content.Length)]];
            throw new BlobStoreException("the disk is full");
        }

        Operations.Enqueue($"append {name}");
        Contents[name] = [.. before, .. content.Span];
        return new AppendResult(Appended: true, length + content.Length);
    }

    public async IAsyncEnumerable<BlobEntry> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await Task.CompletedTask;
        foreach ((string name, byte[] content) in Contents.Where(blob => blob.Key.StartsWith(prefix, StringComparison.Ordinal)))
        {
            yield return new BlobEntry(name, content.Length);
        }
    }

    public Task<DeleteResult> DeleteAsync(string name, BlobCondition condition = default, CancellationToken cancellationToken = default)
    {
        ThrowIfFailing($"delete {name}");
        return Task.FromResult(Contents.TryRemove(name, out _) ? DeleteResult.Deleted : DeleteResult.NotFound);
    }

    private static string TagOf(byte[] content) => Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(content));

    private void ThrowIfFailing(string operation)
    {
        if (Fails(operation) is not null)
        {
            throw new BlobStoreException("the disk is full");
        }

        Operations.Enqueue(operation);
    }
}
