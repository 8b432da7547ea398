using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Twins.Storage.Blobs;

namespace Twins.Storage.Directories;

/// <summary>
/// Blobs as files under one folder. A put writes a temporary file, flushes it, renames it over the blob and flushes the folder;
/// the ETag is a hash of the content, so that files stay as plain as they were written. One store at a time owns the folder.
/// A name cannot be a blob and a folder of blobs at once: <c>a</c> and <c>a/b</c> exclude each other.
/// </summary>
public sealed class DirectoryBlobStore : IBlobStore, IDisposable
{
    private readonly BlobFolder _folder;
    private readonly ImmutableArray<WriteLane> _lanes;

    /// <summary>Opens the folder, creating it if need be, and removes what an interrupted write left behind.</summary>
    /// <exception cref="BlobStoreException">The folder cannot be used, or another store owns it.</exception>
    public DirectoryBlobStore(DirectoryBlobStoreOptions options)
    {
        options.Validate();
        _folder = new BlobFolder(options.Folder);
        _lanes = [.. Enumerable.Range(0, options.Lanes).Select(_ => new WriteLane(_folder, options.QueueLength))];
    }

    /// <inheritdoc/>
    public async Task<Blob?> GetAsync(string name, CancellationToken cancellationToken = default)
    {
        BlobName.Check(name);
        byte[]? content = await _folder.ReadAsync(name, cancellationToken).ConfigureAwait(false);
        return content is null ? null : new Blob(content, ContentTag.Of(content));
    }

    /// <inheritdoc/>
    public async Task<PutResult> PutAsync(
        string name, ReadOnlyMemory<byte> content, BlobCondition condition = default, CancellationToken cancellationToken = default)
    {
        BlobName.Check(name);
        var write = new PutOperation(name, content, condition);
        await LaneOf(name).EnqueueAsync(write, cancellationToken).ConfigureAwait(false);
        return await write.Completion.ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<AppendResult> AppendAsync(
        string name, long length, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default)
    {
        BlobName.Check(name);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        var append = new AppendOperation(name, length, content);
        await LaneOf(name).EnqueueAsync(append, cancellationToken).ConfigureAwait(false);
        return await append.Completion.ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<DeleteResult> DeleteAsync(
        string name, BlobCondition condition = default, CancellationToken cancellationToken = default)
    {
        BlobName.Check(name);
        var delete = new DeleteOperation(name, condition);
        await LaneOf(name).EnqueueAsync(delete, cancellationToken).ConfigureAwait(false);
        return await delete.Completion.ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<BlobEntry> ListAsync(
        string prefix, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        BlobName.CheckPrefix(prefix);
        foreach (BlobEntry entry in _folder.List(prefix))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return entry;
        }

        await Task.CompletedTask.ConfigureAwait(false);
    }

    /// <summary>Finishes what was accepted and gives the folder free.</summary>
    public void Dispose()
    {
        foreach (WriteLane lane in _lanes)
        {
            lane.Dispose();
        }

        _folder.Dispose();
    }

    // All writes of one name pass through one lane: that is what makes condition and write one step.
    private WriteLane LaneOf(string name) => _lanes[(int)((uint)string.GetHashCode(name, StringComparison.Ordinal) % (uint)_lanes.Length)];
}
