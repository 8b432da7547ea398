using System.Collections.Concurrent;

namespace Twins.Storage.Directories;

/// <summary>
/// One thread that writes, because flushing blocks and must not hold the thread pool. It takes what has gathered, up to a bound,
/// carries it out in order, flushes each touched folder once, and only then completes the callers.
/// </summary>
internal sealed class WriteLane : IDisposable
{
    private const int MaximumBatch = 64;

    private readonly BlobFolder _folder;
    private readonly SemaphoreSlim _room;
    private readonly BlockingCollection<WriteOperation> _queue = [];
    private readonly List<WriteOperation> _done = [];
    private readonly HashSet<string> _touched = new(StringComparer.Ordinal);
    private readonly Thread _thread;

    public WriteLane(BlobFolder folder, int queueLength)
    {
        _folder = folder;
        _room = new SemaphoreSlim(queueLength, queueLength);
        _thread = new Thread(Run) { IsBackground = true, Name = "blob writes" };
        _thread.Start();
    }

    /// <summary>Queues a write; waits while the queue is full. Once queued it is carried out, whatever the token says.</summary>
    public async Task EnqueueAsync(WriteOperation operation, CancellationToken cancellationToken)
    {
        await _room.WaitAsync(cancellationToken).ConfigureAwait(false);
        _queue.Add(operation, CancellationToken.None);
    }

    public void Dispose()
    {
        _queue.CompleteAdding();
        _thread.Join();
        _queue.Dispose();
        _room.Dispose();
    }

    private void Run()
    {
        foreach (WriteOperation first in _queue.GetConsumingEnumerable())
        {
            Carry(first);
            while (_done.Count < MaximumBatch && _queue.TryTake(out WriteOperation? next))
            {
                Carry(next);
            }

            Finish();
        }
    }

    private void Carry(WriteOperation operation)
    {
        _room.Release();
        try
        {
            if (operation.Run(_folder) is { } folder)
            {
                _touched.Add(folder);
            }

            _done.Add(operation);
        }
        catch (Exception exception)
        {
            operation.Fail(exception);
        }
    }

    private void Finish()
    {
        try
        {
            foreach (string folder in _touched)
            {
                FolderFlush.Flush(folder);
            }

            _done.ForEach(operation => operation.Complete());
        }
        catch (Exception exception)
        {
            _done.ForEach(operation => operation.Fail(exception));
        }

        _touched.Clear();
        _done.Clear();
    }
}
