using Twins.Storage.Blobs;

namespace Twins.Storage.Journals;

/// <summary>
/// Keeps a state that changes often: every change is a record, records are logged in groups (one flush for all that gathered while the
/// last one was under way), and now and then a snapshot takes the logs' place. What <see cref="CommitAsync"/> confirmed survives a
/// crash at any point; what it did not confirm is there as a whole commit or not at all.
/// </summary>
/// <remarks>Safe for concurrent use. One journal at a time may have a name: the store's owner sees to that.</remarks>
public sealed class Journal : IAsyncDisposable
{
    private const int LargestSpareBuffer = 1 << 20;

    private readonly JournalOptions _options;
    private readonly IJournaled _state;
    private readonly JournalWriter _writer;
    private readonly SemaphoreSlim _work = new(0);
    private readonly Task _writing;
    private CommitGroup _gathering = new(new RecordBuffer());
    private CommitGroup? _underWay;
    private RecordBuffer? _spare;
    private bool _disposed;
    private volatile bool _ending;

    private Journal(JournalOptions options, IJournaled state, JournalWriter writer, long tornBytes)
    {
        _options = options;
        _state = state;
        _writer = writer;
        TornBytes = tornBytes;
        _writing = WriteAsync();
    }

    /// <summary>
    /// Held by the caller while it changes the state and writes the record of the change, and by the journal while it captures the state.
    /// </summary>
    public Lock Gate { get; } = new();

    /// <summary>Bytes at the end of the log that an interrupted append had left behind; they were never confirmed, and were removed.</summary>
    public long TornBytes { get; }

    /// <summary>Why the last compaction failed; null when it did not. The journal goes on, and tries again after as much more was logged.</summary>
    public Exception? CompactionFault => _writer.CompactionFault;

    /// <summary>Adds a record to the next commit. Only inside <see cref="Gate"/>, in the order of the changes that the records tell of.</summary>
    /// <param name="record">The record, or its first part.</param>
    /// <param name="tail">What follows, such as a payload that need not be copied together first.</param>
    /// <exception cref="ObjectDisposedException">The journal has ended.</exception>
    public void Write(ReadOnlySpan<byte> record, ReadOnlySpan<byte> tail = default)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_gathering.Records.Length + record.Length + tail.Length > _options.MaximumPendingBytes)
        {
            _gathering.Records.Clear();
            _gathering.IsSnapshot = true;
        }

        if (!_gathering.IsSnapshot)
        {
            _gathering.Records.Write(record, tail);
        }
    }

    /// <summary>Reads what a journal of this name holds into the state, and opens it.</summary>
    /// <param name="blobs">Where it is kept.</param>
    /// <param name="options">Its name and bounds.</param>
    /// <param name="state">The state, empty.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="JournalCorruptException">What was kept is damaged; nothing was changed.</exception>
    /// <exception cref="BlobStoreException">The store failed.</exception>
    public static async Task<Journal> OpenAsync(
        IBlobStore blobs, JournalOptions options, IJournaled state, CancellationToken cancellationToken = default)
    {
        options.Validate();
        var files = new JournalFiles(blobs, options.Name);
        var reader = new JournalReader(files, state);
        await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        return new Journal(options, state, new JournalWriter(files, options, reader), reader.TornBytes);
    }

    /// <summary>Completes when everything that was written before is durable; at once when it is already.</summary>
    /// <exception cref="IOException">The store failed. What was written is kept, and goes with the next commit.</exception>
    public Task CommitAsync()
    {
        lock (Gate)
        {
            if (_gathering.IsEmpty)
            {
                return _underWay?.Done ?? Task.CompletedTask;
            }

            if (_gathering.Ask())
            {
                _work.Release();
            }

            return _gathering.Done;
        }
    }

    /// <summary>Commits what was written, and ends.</summary>
    /// <exception cref="IOException">The store failed; what was written last is not durable.</exception>
    public async ValueTask DisposeAsync()
    {
        lock (Gate)
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
        }

        try
        {
            await CommitAsync().ConfigureAwait(false);
        }
        finally
        {
            _ending = true;
            _work.Release();
            await _writing.ConfigureAwait(false);
            await _writer.Idle.ConfigureAwait(false);
            _work.Dispose();
        }
    }

    private async Task WriteAsync()
    {
        while (true)
        {
            await _work.WaitAsync().ConfigureAwait(false);
            if (_ending)
            {
                return;
            }

            try
            {
                await WriteGroupAsync(TakeGroup()).ConfigureAwait(false);
                Leave(fault: null);
            }
            catch (Exception exception)
            {
                Leave(exception);
            }
        }
    }

    // The state is captured in the same moment as the group is taken: it is then what the log holds after this group.
    private RecordBuffer? TakeGroup()
    {
        lock (Gate)
        {
            _underWay = _gathering;
            _gathering = new CommitGroup(_spare ?? new RecordBuffer());
            _spare = null;
            if (!_underWay.IsSnapshot && !_writer.CompactionIsDue)
            {
                return null;
            }

            var capture = new RecordBuffer();
            _state.Capture(capture);
            return capture;
        }
    }

    private async Task WriteGroupAsync(RecordBuffer? capture)
    {
        if (!_underWay!.IsSnapshot)
        {
            await _writer.AppendAsync(_underWay.Records).ConfigureAwait(false);
        }

        if (capture is not null)
        {
            await _writer.CompactAsync(capture, wait: _underWay.IsSnapshot).ConfigureAwait(false);
        }
    }

    private void Leave(Exception? fault)
    {
        CommitGroup group;
        lock (Gate)
        {
            group = _underWay!;
            _underWay = null;
            if (fault is not null)
            {
                _gathering.TakeOn(group);
            }
            else if (group.Records.Capacity <= LargestSpareBuffer)
            {
                group.Records.Clear();
                _spare = group.Records;
            }
        }

        if (fault is null)
        {
            group.Complete();
        }
        else
        {
            group.Fail(fault);
        }
    }
}
