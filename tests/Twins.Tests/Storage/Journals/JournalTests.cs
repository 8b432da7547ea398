using Twins.Storage.Blobs;
using Twins.Storage.Journals;
using Twins.Testing.Time;

namespace Twins.Tests.Storage.Journals;

public sealed class JournalTests
{
    private readonly FaultyBlobs _blobs = new();

    [Fact]
    public async Task Open_Anew_TheStateIsWhatWasCommitted()
    {
        (Journal journal, NumberList state) = await NumberList.OpenAsync(_blobs);
        await state.AddAsync(journal, 1);
        state.Clear(journal);
        await state.AddAsync(journal, 2);
        await state.AddAsync(journal, 3);
        await journal.DisposeAsync();

        (Journal again, NumberList recovered) = await NumberList.OpenAsync(_blobs);
        await using (again)
        {
            Assert.Equal([2, 3], recovered.Numbers);
            Assert.Equal(0, again.TornBytes);
            await recovered.AddAsync(again, 4);
        }

        Assert.Equal([2, 3, 4], await RecoverAsync(_blobs));
    }

    [Fact]
    public async Task Commit_WhileTheDiskIsBusy_OneFlushTakesAllThatGathered()
    {
        (Journal journal, NumberList state) = await NumberList.OpenAsync(_blobs);
        var turn = new TaskCompletionSource();
        _blobs.Turn = turn.Task;
        Task first = state.AddAsync(journal, 0);
        Task[] others = [.. Enumerable.Range(1, 100).Select(number => state.AddAsync(journal, number))];

        turn.SetResult();
        await Task.WhenAll([first, .. others]);
        await journal.DisposeAsync();

        // The first commit may have been joined by some before the disk took it.
        Assert.InRange(_blobs.Operations.Count, 1, 2);
        Assert.Equal(Enumerable.Range(0, 101), await RecoverAsync(_blobs));
    }

    [Fact]
    public async Task Commit_NothingWritten_IsDoneAtOnce()
    {
        (Journal journal, _) = await NumberList.OpenAsync(_blobs);

        Assert.True(journal.CommitAsync().IsCompletedSuccessfully);
        await journal.DisposeAsync();
        Assert.Empty(_blobs.Contents);
    }

    [Fact]
    public async Task Log_GrownBeyondItsBound_IsReplacedByASnapshot()
    {
        (Journal journal, NumberList state) = await NumberList.OpenAsync(_blobs, compactAfterBytes: 4096);
        for (int number = 0; number < 2000; number++)
        {
            if (number % 100 == 0)
            {
                state.Clear(journal);
            }

            await state.AddAsync(journal, number);
        }

        await journal.DisposeAsync();

        Assert.Null(journal.CompactionFault);
        Assert.InRange(_blobs.Contents.Values.Sum(content => content.Length), 1, 3 * 4096);
        Assert.Equal(Enumerable.Range(1900, 100), await RecoverAsync(_blobs));
    }

    [Fact]
    public async Task Commit_TheStoreFails_ThrowsAndGoesWithTheNextOne()
    {
        (Journal journal, NumberList state) = await NumberList.OpenAsync(_blobs);
        await state.AddAsync(journal, 1);
        _blobs.Fails = _ => 7;
        await Assert.ThrowsAsync<BlobStoreException>(() => state.AddAsync(journal, 2));
        await Assert.ThrowsAsync<BlobStoreException>(() => state.AddAsync(journal, 3));
        Assert.Equal([1], await RecoverAsync(_blobs.Copy()));

        _blobs.Fails = _ => null;
        await state.AddAsync(journal, 4);
        await journal.DisposeAsync();

        Assert.Equal([1, 2, 3, 4], await RecoverAsync(_blobs));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Write_MoreThanMayWait_TheNextCommitIsASnapshotAndNothingIsLost(bool diskFails)
    {
        (Journal journal, NumberList state) = await NumberList.OpenAsync(_blobs, maximumPendingBytes: 4096);
        await state.AddAsync(journal, -1);
        _blobs.Fails = _ => diskFails ? 5 : null;
        for (int number = 0; number < 10_000; number++)
        {
            state.Add(journal, number);
            if (diskFails && number % 1000 == 0)
            {
                await Assert.ThrowsAsync<BlobStoreException>(journal.CommitAsync);
            }
        }

        _blobs.Fails = _ => null;
        await journal.CommitAsync();
        Assert.Equal(Enumerable.Range(-1, 10_001), await RecoverAsync(_blobs.Copy()));
        state.Add(journal, 10_000);
        await journal.DisposeAsync();

        Assert.DoesNotContain("broker/0000000001.log", _blobs.Contents.Keys);
        Assert.Equal(Enumerable.Range(-1, 10_002), await RecoverAsync(_blobs));
    }

    [Fact]
    public async Task Compaction_TheStoreRefuses_TheJournalGoesOnAndSaysWhy()
    {
        (Journal journal, NumberList state) = await NumberList.OpenAsync(_blobs, compactAfterBytes: 4096);
        _blobs.Fails = operation => operation.StartsWith("put", StringComparison.Ordinal) ? 0 : null;
        int number = 0;
        await Eventually.TrueAsync(
            async () =>
            {
                await state.AddAsync(journal, number++);
                return journal.CompactionFault is not null;
            },
            "a compaction fails");
        Assert.Equal(Enumerable.Range(0, number), await RecoverAsync(_blobs.Copy()));

        _blobs.Fails = _ => null;
        await Eventually.TrueAsync(
            async () =>
            {
                await state.AddAsync(journal, number++);
                return journal.CompactionFault is null;
            },
            "the next compaction succeeds");
        await journal.DisposeAsync();

        Assert.Equal(Enumerable.Range(0, number), await RecoverAsync(_blobs));
    }

    [Theory]
    [InlineData(4095, "CompactAfterBytes must be 4096")]
    public async Task Open_OptionOutOfBounds_NamesOptionAndLimits(int bytes, string message)
    {
        var refused = await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => NumberList.OpenAsync(_blobs, bytes));

        Assert.Contains(message, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Options_Defaults()
    {
        var options = new JournalOptions { Name = "a" };

        Assert.Equal(16 * 1024 * 1024, options.CompactAfterBytes);
        Assert.Equal(64 * 1024 * 1024, options.MaximumPendingBytes);
        await Assert.ThrowsAsync<BlobNameException>(() => Journal.OpenAsync(_blobs, options with { Name = "../a" }, new NumberList()));
    }

    internal static async Task<List<int>> RecoverAsync(IBlobStore blobs)
    {
        (Journal journal, NumberList state) = await NumberList.OpenAsync(blobs);
        await journal.DisposeAsync();
        return state.Numbers;
    }
}
