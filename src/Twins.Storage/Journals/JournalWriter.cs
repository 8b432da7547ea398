using Twins.Storage.Blobs;

namespace Twins.Storage.Journals;

/// <summary>Writes frames to the log and lets snapshots take the logs' place. Used by the journal's one writing loop.</summary>
internal sealed class JournalWriter(JournalFiles files, JournalOptions options, JournalReader read)
{
    private JournalLog _log = new(files.Blobs, files.LogName(read.LogNumber), read.LogLength);
    private long _logNumber = read.LogNumber;
    private long _sequence = read.Sequence;
    private long _loggedBytes = read.LogLength;
    private long _snapshotLength = read.SnapshotLength;
    private Task _compaction = Task.CompletedTask;
    private volatile Exception? _compactionFault;

    /// <summary>Why the last compaction failed; null when it did not.</summary>
    public Exception? CompactionFault => _compactionFault;

    /// <summary>Completes when no compaction is under way.</summary>
    public Task Idle => _compaction;

    /// <summary>Whether so much was logged that a snapshot is worth while.</summary>
    public bool CompactionIsDue => _compaction.IsCompleted && _loggedBytes > Math.Max(options.CompactAfterBytes, _snapshotLength);

    /// <summary>Adds a frame with these records; durable when the task completes.</summary>
    /// <exception cref="IOException">The store failed; the same records may be added again.</exception>
    public async Task AppendAsync(RecordBuffer records)
    {
        ReadOnlyMemory<byte> frame = records.ToFrame(_sequence + 1);
        await _log.AppendAsync(frame, CancellationToken.None).ConfigureAwait(false);
        _sequence++;
        _loggedBytes += frame.Length;
    }

    /// <summary>
    /// Turns to a new log, and writes the snapshot. Until it is durable the old logs stay, so that a crash finds either the old snapshot
    /// with both logs or the new one with the new log.
    /// </summary>
    /// <param name="capture">The state after the last frame, or with what no frame will tell.</param>
    /// <param name="wait">
    /// Whether the snapshot holds what no frame tells: then it is durable when the task completes, and when it fails no frame may follow
    /// before another snapshot. Otherwise it is written while the journal goes on.
    /// </param>
    /// <exception cref="IOException">The store failed while the snapshot was waited for.</exception>
    public async Task CompactAsync(RecordBuffer capture, bool wait)
    {
        await _compaction.ConfigureAwait(false);

        // Also before a snapshot that may fail: one that failed too late to be undone makes the older logs count no more.
        _logNumber++;
        _loggedBytes = 0;
        _log = new JournalLog(files.Blobs, files.LogName(_logNumber), 0);
        Task snapshot = WriteSnapshotAsync(_logNumber, capture.ToFrame(_sequence));
        _compaction = CleanAsync(_logNumber, snapshot);
        if (wait)
        {
            await snapshot.ConfigureAwait(false);
        }
    }

    private async Task WriteSnapshotAsync(long number, ReadOnlyMemory<byte> snapshot)
    {
        await files.Blobs.PutAsync(files.SnapshotName(number), snapshot).ConfigureAwait(false);
        Volatile.Write(ref _snapshotLength, snapshot.Length);
    }

    private async Task CleanAsync(long number, Task snapshot)
    {
        try
        {
            await snapshot.ConfigureAwait(false);
            await files.DeleteBeforeAsync(number, CancellationToken.None).ConfigureAwait(false);
            _compactionFault = null;
        }
        catch (BlobStoreException exception)
        {
            _compactionFault = exception;
        }
    }
}
