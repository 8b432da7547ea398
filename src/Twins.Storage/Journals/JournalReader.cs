using Twins.Storage.Blobs;

namespace Twins.Storage.Journals;

/// <summary>Recovery: gives the records of the newest snapshot and of the logs since to the state, and finds the end of the last log.</summary>
internal sealed class JournalReader(JournalFiles files, IJournaled state)
{
    /// <summary>Number of the last frame that was read.</summary>
    public long Sequence { get; private set; }

    /// <summary>Number of the log to go on with.</summary>
    public long LogNumber { get; private set; } = 1;

    /// <summary>Bytes of whole frames in that log.</summary>
    public long LogLength { get; private set; }

    /// <summary>Bytes of the snapshot that was read.</summary>
    public long SnapshotLength { get; private set; }

    /// <summary>Bytes at the end of the last log that an interrupted append left behind; never acknowledged, and now removed.</summary>
    public long TornBytes { get; private set; }

    /// <exception cref="JournalCorruptException">A blob was damaged or lost.</exception>
    /// <exception cref="BlobStoreException">The store failed.</exception>
    public async Task ReadAsync(CancellationToken cancellationToken)
    {
        (long snapshot, List<long> logs) = await files.ListAsync(cancellationToken).ConfigureAwait(false);
        if (snapshot > 0)
        {
            LogNumber = snapshot;
            await ReadSnapshotAsync(files.SnapshotName(snapshot), cancellationToken).ConfigureAwait(false);
        }

        foreach (long number in logs)
        {
            LogNumber = number;
            await ReadLogAsync(files.LogName(number), isLast: number == logs[^1], cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task ReadSnapshotAsync(string name, CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte> content = await ContentAsync(name, cancellationToken).ConfigureAwait(false);
        if (!JournalFrame.TryRead(content.Span, out JournalFrame frame) || frame.Length != content.Length)
        {
            throw new JournalCorruptException(name, 0, "the snapshot is not whole, or its checksum is wrong");
        }

        Restore(name, 0, frame);
        Sequence = frame.Sequence;
        SnapshotLength = content.Length;
    }

    private async Task ReadLogAsync(string name, bool isLast, CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte> content = await ContentAsync(name, cancellationToken).ConfigureAwait(false);
        LogLength = ReadFrames(name, content.Span);
        if (LogLength == content.Length)
        {
            return;
        }

        // Only the frame that was being written at the end can be torn: what comes before another frame was acknowledged.
        if (!isLast || JournalFrame.FindNext(content.Span[(int)LogLength..]) >= 0)
        {
            throw new JournalCorruptException(
                name, LogLength, $"frame {Sequence + 1} is not whole, or its checksum is wrong, and others follow it");
        }

        TornBytes = content.Length - LogLength;
        await JournalLog.TrimAsync(files.Blobs, name, LogLength, cancellationToken).ConfigureAwait(false);
    }

    private int ReadFrames(string name, ReadOnlySpan<byte> content)
    {
        int offset = 0;
        while (JournalFrame.TryRead(content[offset..], out JournalFrame frame))
        {
            if (frame.Sequence > Sequence + 1)
            {
                throw new JournalCorruptException(name, offset, $"frame {frame.Sequence} follows frame {Sequence}; those between are missing");
            }

            // A frame that is there twice was added again after a failure that came too late to undo it.
            if (frame.Sequence == Sequence + 1)
            {
                Restore(name, offset, frame);
                Sequence = frame.Sequence;
            }

            offset += frame.Length;
        }

        return offset;
    }

    private void Restore(string name, long offset, JournalFrame frame)
    {
        ReadOnlySpan<byte> body = frame.Body;
        try
        {
            while (!body.IsEmpty)
            {
                state.Restore(JournalFrame.TakeRecord(ref body));
            }
        }
        catch (Exception exception) when (exception is FormatException or ArgumentOutOfRangeException)
        {
            throw new JournalCorruptException(name, offset, $"a record of frame {frame.Sequence} cannot be read: {exception.Message}", exception);
        }
    }

    private async Task<ReadOnlyMemory<byte>> ContentAsync(string name, CancellationToken cancellationToken) =>
        await files.Blobs.GetAsync(name, cancellationToken).ConfigureAwait(false) is { } blob
            ? blob.Content
            : throw new JournalCorruptException(name, 0, "it vanished while the journal was read");
}
