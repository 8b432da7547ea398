using System.Text;
using Twins.Storage.Blobs;

namespace Twins.Tests.Storage.Blobs;

/// <summary>What every blob store promises; one derived class per store.</summary>
public abstract class BlobStoreContract
{
    protected abstract IBlobStore Store { get; }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Get_NoSuchBlob_Null()
    {
        Assert.Null(await Store.GetAsync("absent", Cancel));
        Assert.Null(await Store.GetAsync("absent/deeper", Cancel));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(100_000)]
    public async Task Put_ThenGet_SameContentAndTag(int length)
    {
        byte[] content = new byte[length];
        new Random(length).NextBytes(content);

        PutResult put = await Store.PutAsync("grains/twin/site/device.json", content, cancellationToken: Cancel);
        Blob? blob = await Store.GetAsync("grains/twin/site/device.json", Cancel);

        Assert.True(put.Written);
        Assert.Equal(content, blob!.Content.ToArray());
        Assert.Equal(put.ETag, blob.ETag);
    }

    [Fact]
    public async Task Put_Unconditional_Replaces()
    {
        PutResult first = await PutAsync("a", "one");
        PutResult second = await PutAsync("a", "two");

        Assert.Equal("two", await TextAsync("a"));
        Assert.False(string.Equals(first.ETag, second.ETag, StringComparison.Ordinal));
    }

    [Fact]
    public async Task PutIfAbsent_Present_ConflictWithCurrentTag()
    {
        PutResult first = await PutAsync("a", "one", BlobCondition.IfAbsent);
        PutResult second = await PutAsync("a", "two", BlobCondition.IfAbsent);

        Assert.True(first.Written);
        Assert.Equal(new PutResult(Written: false, first.ETag), second);
        Assert.Equal("one", await TextAsync("a"));
    }

    [Fact]
    public async Task PutIfMatch_Current_WrittenElseConflict()
    {
        PutResult first = await PutAsync("a", "one");
        PutResult second = await PutAsync("a", "two", BlobCondition.IfMatch(first.ETag!));
        PutResult third = await PutAsync("a", "three", BlobCondition.IfMatch(first.ETag!));

        Assert.True(second.Written);
        Assert.Equal(new PutResult(Written: false, second.ETag), third);
        Assert.Equal("two", await TextAsync("a"));
    }

    [Fact]
    public async Task PutIfMatch_Absent_ConflictWithoutTag()
    {
        Assert.Equal(new PutResult(Written: false, null), await PutAsync("a", "one", BlobCondition.IfMatch("0123")));
        Assert.Null(await Store.GetAsync("a", Cancel));
    }

    [Fact]
    public async Task PutIfMatch_ManyWritersAtOnce_ExactlyOneWins()
    {
        string tag = (await PutAsync("a", "start")).ETag!;

        PutResult[] results = await Task.WhenAll(
            Enumerable.Range(0, 50).Select(writer => PutAsync("a", $"writer {writer}", BlobCondition.IfMatch(tag))));

        PutResult winner = Assert.Single(results, result => result.Written);
        Assert.All(results, result => Assert.Equal(winner.ETag, result.ETag));
    }

    [Fact]
    public async Task Delete_Conditions_AsStated()
    {
        string tag = (await PutAsync("a", "one")).ETag!;

        Assert.Equal(DeleteResult.Conflict, await Store.DeleteAsync("a", BlobCondition.IfMatch("other"), Cancel));
        Assert.Equal(DeleteResult.Deleted, await Store.DeleteAsync("a", BlobCondition.IfMatch(tag), Cancel));
        Assert.Equal(DeleteResult.NotFound, await Store.DeleteAsync("a", cancellationToken: Cancel));
        Assert.Null(await Store.GetAsync("a", Cancel));
    }

    [Fact]
    public async Task Append_AtTheKnownLength_AddsAndCreates()
    {
        AppendResult first = await AppendAsync("logs/a", 0, "one");
        AppendResult second = await AppendAsync("logs/a", first.Length, "-two");

        Assert.Equal(new AppendResult(Appended: true, 3), first);
        Assert.Equal(new AppendResult(Appended: true, 7), second);
        Assert.Equal("one-two", await TextAsync("logs/a"));
    }

    [Fact]
    public async Task Append_AtAnotherLength_LeavesTheBlobAndTellsItsLength()
    {
        await PutAsync("a", "three");

        Assert.Equal(new AppendResult(Appended: false, 5), await AppendAsync("a", 4, "x"));
        Assert.Equal(new AppendResult(Appended: false, 0), await AppendAsync("absent", 4, "x"));
        Assert.Equal("three", await TextAsync("a"));
        Assert.Null(await TextAsync("absent"));
    }

    [Fact]
    public async Task Append_ManyWritersAtOnce_ExactlyOneWins()
    {
        AppendResult[] results = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => AppendAsync("a", 0, "same")));

        Assert.Single(results, result => result.Appended);
        Assert.Equal("same", await TextAsync("a"));
    }

    [Fact]
    public async Task List_Prefix_OrdinalOrderAndLengths()
    {
        foreach (string name in (string[])["b", "grains/b/2", "grains/a-1", "grains/b/10", "grains-2/a"])
        {
            await PutAsync(name, name);
        }

        Assert.Equal(["grains/a-1", "grains/b/10", "grains/b/2"], await NamesAsync("grains/"));
        Assert.Equal(["grains-2/a", "grains/a-1", "grains/b/10", "grains/b/2"], await NamesAsync("grains"));
        Assert.Equal(["grains/b/10"], await NamesAsync("grains/b/1"));
        Assert.Equal(["b", "grains-2/a", "grains/a-1", "grains/b/10", "grains/b/2"], await NamesAsync(""));
        Assert.Empty(await NamesAsync("nothing/here"));
        Assert.Equal(1, (await Store.ListAsync("b", Cancel).SingleAsync(Cancel)).Length);
    }

    [Theory]
    [InlineData("", "0 characters")]
    [InlineData("/etc/passwd", "empty segment")]
    [InlineData("a//b", "empty segment")]
    [InlineData("a/", "empty segment")]
    [InlineData("../outside", "begins with a dot")]
    [InlineData("a/../../outside", "begins with a dot")]
    [InlineData(".hidden", "begins with a dot")]
    [InlineData("a\\b", "U+005C")]
    [InlineData("a\0b", "U+0000")]
    [InlineData("a b", "U+0020")]
    [InlineData("ü", "U+00FC")]
    public async Task AnyCall_BadName_NamesTheRule(string name, string rule)
    {
        var put = await Assert.ThrowsAsync<BlobNameException>(() => PutAsync(name, "x"));
        var get = await Assert.ThrowsAsync<BlobNameException>(() => Store.GetAsync(name, Cancel));
        var delete = await Assert.ThrowsAsync<BlobNameException>(() => Store.DeleteAsync(name, cancellationToken: Cancel));
        var append = await Assert.ThrowsAsync<BlobNameException>(() => AppendAsync(name, 0, "x"));

        Assert.All([put, get, delete, append], exception => Assert.Contains(rule, exception.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Put_TooLongNames_NamesTheLimit()
    {
        var segment = await Assert.ThrowsAsync<BlobNameException>(() => PutAsync(new string('a', 201), "x"));
        var name = await Assert.ThrowsAsync<BlobNameException>(() => PutAsync(string.Join('/', Enumerable.Repeat("abcd", 300)), "x"));

        Assert.Contains("201 characters; 200 are allowed", segment.Message, StringComparison.Ordinal);
        Assert.Contains("1499 characters; 1 to 1024 are allowed", name.Message, StringComparison.Ordinal);
    }

    protected Task<PutResult> PutAsync(string name, string text, BlobCondition condition = default) =>
        Store.PutAsync(name, Encoding.UTF8.GetBytes(text), condition, Cancel);

    private Task<AppendResult> AppendAsync(string name, long length, string text) =>
        Store.AppendAsync(name, length, Encoding.UTF8.GetBytes(text), Cancel);

    protected async Task<string?> TextAsync(string name) =>
        await Store.GetAsync(name, Cancel) is { } blob ? Encoding.UTF8.GetString(blob.Content.Span) : null;

    private async Task<List<string>> NamesAsync(string prefix) =>
        await Store.ListAsync(prefix, Cancel).Select(entry => entry.Name).ToListAsync(Cancel);
}
