using Twins.Storage.Journals;

namespace Twins.Tests.Storage.Journals;

/// <summary>What a crash, or a damaged disk, leaves of a journal.</summary>
public sealed class JournalCrashTests
{
    private const string Log = "broker/0000000001.log";
    private const int Commits = 6;

    [Fact]
    public async Task Log_CutAtEveryByte_RecoversWholeCommitsAndGoesOn()
    {
        (FaultyBlobs blobs, List<int> ends) = await WriteAsync();
        byte[] whole = blobs.Contents[Log];
        for (int length = 0; length <= whole.Length; length++)
        {
            FaultyBlobs crashed = blobs.Copy();
            crashed.Contents[Log] = whole[..length];
            int commits = ends.Count(end => end <= length);

            (Journal journal, NumberList state) = await NumberList.OpenAsync(crashed);
            Assert.Equal(Numbers(commits), state.Numbers);
            Assert.Equal(length - (commits == 0 ? 0 : ends[commits - 1]), journal.TornBytes);
            await state.AddAsync(journal, 99);
            await journal.DisposeAsync();

            Assert.Equal([.. Numbers(commits), 99], await JournalTests.RecoverAsync(crashed));
        }
    }

    [Fact]
    public async Task Log_AnyByteDamaged_NeverRecoversWhatWasNotCommitted()
    {
        (FaultyBlobs blobs, List<int> ends) = await WriteAsync();
        byte[] whole = blobs.Contents[Log];
        for (int at = 0; at < whole.Length; at++)
        {
            FaultyBlobs damaged = blobs.Copy();
            damaged.Contents[Log] = [.. whole];
            damaged.Contents[Log][at] ^= 0x41;
            int frame = ends.FindIndex(end => at < end);
            if (frame == Commits - 1)
            {
                // The last frame cannot be told from one that a crash interrupted.
                Assert.Equal(Numbers(Commits - 1), await JournalTests.RecoverAsync(damaged));
                continue;
            }

            var corrupt = await Assert.ThrowsAsync<JournalCorruptException>(() => NumberList.OpenAsync(damaged));
            Assert.Equal((Log, frame == 0 ? 0 : ends[frame - 1]), (corrupt.Blob, corrupt.Offset));
            Assert.Contains($"frame {frame + 1} is not whole", corrupt.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Log_FrameThereTwice_IsAppliedOnce()
    {
        (FaultyBlobs blobs, List<int> ends) = await WriteAsync();
        byte[] whole = blobs.Contents[Log];
        blobs.Contents[Log] = [.. whole, .. whole[ends[^2]..], .. whole];

        Assert.Equal(Numbers(Commits), await JournalTests.RecoverAsync(blobs));
    }

    [Fact]
    public async Task Log_FrameMissing_IsNamed()
    {
        (FaultyBlobs blobs, List<int> ends) = await WriteAsync();
        byte[] whole = blobs.Contents[Log];
        blobs.Contents[Log] = [.. whole[..ends[1]], .. whole[ends[2]..]];

        var corrupt = await Assert.ThrowsAsync<JournalCorruptException>(() => NumberList.OpenAsync(blobs));

        Assert.Contains("frame 4 follows frame 2", corrupt.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Log_RecordThatTheStateDoesNotKnow_IsNamed()
    {
        (FaultyBlobs blobs, _) = await WriteAsync();
        (Journal journal, _) = await NumberList.OpenAsync(blobs);
        lock (journal.Gate)
        {
            journal.Write("strange"u8);
        }

        await journal.DisposeAsync();
        var corrupt = await Assert.ThrowsAsync<JournalCorruptException>(() => NumberList.OpenAsync(blobs));

        Assert.Contains("a record of frame 7 cannot be read", corrupt.Message, StringComparison.Ordinal);
        Assert.Contains("strange", corrupt.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Compaction_CrashAfterEachStep_RecoversEverything()
    {
        var blobs = new FaultyBlobs();
        List<(FaultyBlobs Crashed, int Committed)> crashes = [];
        int committed = 0;
        blobs.Fails = _ =>
        {
            // Between two steps of the store: what is there now is what a crash would leave.
            crashes.Add((blobs.Copy(), committed));
            return null;
        };
        (Journal journal, NumberList state) = await NumberList.OpenAsync(blobs, compactAfterBytes: 4096);
        for (; committed < 600; committed++)
        {
            await state.AddAsync(journal, committed);
        }

        await journal.DisposeAsync();

        Assert.Contains(blobs.Operations, operation => operation.StartsWith("delete", StringComparison.Ordinal));
        foreach ((FaultyBlobs crashed, int least) in crashes)
        {
            List<int> recovered = await JournalTests.RecoverAsync(crashed);
            Assert.Equal(Enumerable.Range(0, recovered.Count), recovered);
            Assert.InRange(recovered.Count, least, least + 1);
        }
    }

    [Fact]
    public async Task Snapshot_Damaged_IsNamed()
    {
        var blobs = new FaultyBlobs();
        (Journal journal, NumberList state) = await NumberList.OpenAsync(blobs, compactAfterBytes: 4096);
        for (int number = 0; number < 600; number++)
        {
            await state.AddAsync(journal, number);
        }

        await journal.DisposeAsync();
        string snapshot = blobs.Contents.Keys.Single(name => name.EndsWith(".snapshot", StringComparison.Ordinal));
        blobs.Contents[snapshot][100] ^= 1;

        var corrupt = await Assert.ThrowsAsync<JournalCorruptException>(() => NumberList.OpenAsync(blobs));

        Assert.Equal(snapshot, corrupt.Blob);
        Assert.Contains("checksum", corrupt.Message, StringComparison.Ordinal);
    }

    private static List<int> Numbers(int commits) => [.. Enumerable.Range(0, 2 * commits)];

    // Two records a commit, and where each commit ends.
    private static async Task<(FaultyBlobs Blobs, List<int> Ends)> WriteAsync()
    {
        var blobs = new FaultyBlobs();
        List<int> ends = [];
        (Journal journal, NumberList state) = await NumberList.OpenAsync(blobs);
        for (int commit = 0; commit < Commits; commit++)
        {
            state.Add(journal, 2 * commit);
            await state.AddAsync(journal, (2 * commit) + 1);
            ends.Add(blobs.Contents[Log].Length);
        }

        await journal.DisposeAsync();
        return (blobs, ends);
    }
}
