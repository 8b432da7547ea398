using Twins.Storage.Blobs;
using Twins.Storage.Directories;
using Twins.Tests.Storage.Blobs;

namespace Twins.Tests.Storage.Directories;

public sealed class DirectoryBlobStoreTests : BlobStoreContract, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("twins-blobs-").FullName;
    private DirectoryBlobStore _store;

    public DirectoryBlobStoreTests() => _store = Open();

    protected override IBlobStore Store => _store;

    public void Dispose()
    {
        _store.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Open_AfterRestart_BlobsAreThereAndTemporaryFilesAreGone()
    {
        string tag = (await PutAsync("grains/a", "one")).ETag!;
        string leftover = Path.Combine(_folder, ".temporary", "interrupted");
        await File.WriteAllTextAsync(leftover, "half", TestContext.Current.CancellationToken);

        _store.Dispose();
        _store = Open();

        Assert.False(File.Exists(leftover));
        Assert.Equal("one", await TextAsync("grains/a"));
        Assert.True((await PutAsync("grains/a", "two", BlobCondition.IfMatch(tag))).Written);
    }

    [Fact]
    public async Task Put_Always_LeavesPlainFileAndNoTemporaryOne()
    {
        await PutAsync("grains/site/device.json", "{}");

        Assert.Equal("{}", await File.ReadAllTextAsync(Path.Combine(_folder, "grains/site/device.json"), TestContext.Current.CancellationToken));
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(_folder, ".temporary")));
    }

    [Fact]
    public void Open_FolderOwnedByAnotherStore_SaysSo()
    {
        var exception = Assert.Throws<BlobStoreException>(Open);

        Assert.Contains(_folder, exception.Message, StringComparison.Ordinal);
        Assert.Contains("another process uses it", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Put_NameIsFolderOfOthers_StoreExceptionNamesBlobAndLeavesNothing()
    {
        await PutAsync("a/b", "inner");

        var folder = await Assert.ThrowsAsync<BlobStoreException>(() => PutAsync("a", "outer"));
        var file = await Assert.ThrowsAsync<BlobStoreException>(() => PutAsync("a/b/c", "deeper"));

        Assert.Contains("'a'", folder.Message, StringComparison.Ordinal);
        Assert.Contains("'a/b/c'", file.Message, StringComparison.Ordinal);
        Assert.Null(await TextAsync("a"));
        Assert.Null(await TextAsync("a/b/c"));
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(_folder, ".temporary")));
    }

    [Fact]
    public async Task Put_MoreThanTheQueuesHold_AllAreWritten()
    {
        _store.Dispose();
        _store = new DirectoryBlobStore(new() { Folder = _folder, Lanes = 2, QueueLength = 1 });

        PutResult[] results = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => PutAsync($"many/{i}", $"{i}")));

        Assert.All(results, result => Assert.True(result.Written));
        Assert.Equal(200, await _store.ListAsync("many/", TestContext.Current.CancellationToken).CountAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Dispose_WritesUnderWay_AreFinished()
    {
        Task<PutResult>[] writes = [.. Enumerable.Range(0, 50).Select(i => PutAsync($"late/{i}", $"{i}"))];

        _store.Dispose();
        PutResult[] results = await Task.WhenAll(writes);
        _store = Open();

        Assert.All(results, result => Assert.True(result.Written));
        Assert.Equal("49", await TextAsync("late/49"));
    }

    private DirectoryBlobStore Open() => new(new() { Folder = _folder });
}
