using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Twins.Storage.Relational;

/// <summary>
/// The one writer of a process. It takes what waits (up to 256 writes), carries it out in one transaction and completes the callers after its
/// commit, so that many callers share one flush of the disk. A write that the database refuses is found by repeating the batch one by one:
/// it fails alone. The queue holds 1,024 writes; further callers wait.
/// </summary>
internal sealed partial class GroupCommit : IAsyncDisposable
{
    public const int MaxQueued = 1024;
    public const int MaxBatch = 256;

    private readonly DatabaseConnector _database;
    private readonly ILogger _logger;
    private readonly Channel<Write> _queue = Channel.CreateBounded<Write>(new BoundedChannelOptions(MaxQueued) { SingleReader = true });
    private readonly Task _writer;
    private bool _failing;

    public GroupCommit(DatabaseConnector database, ILogger logger)
    {
        _database = database;
        _logger = logger;
        _writer = Task.Factory.StartNew(RunAsync, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
    }

    /// <summary>Carries out a change; completes when it is durable.</summary>
    /// <param name="change">Changes the batch's context and returns the caller's result. It throws before it has changed anything.</param>
    /// <param name="command">The command whose rows the change needs; they are loaded for the whole batch at once.</param>
    /// <param name="cancellationToken">Ends the wait; a change that was begun is carried out all the same.</param>
    public async Task<T> WriteAsync<T>(
        Func<WriteBatch, CancellationToken, Task<T>> change, string? command = null, CancellationToken cancellationToken = default)
    {
        var write = new Write<T>(change, command, cancellationToken);
        try
        {
            await _queue.Writer.WriteAsync(write, cancellationToken).ConfigureAwait(false);
        }
        catch (ChannelClosedException)
        {
            throw new StorageException("The storage is closed: the host is stopping.");
        }

        return await write.Result.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes what is queued and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _writer.ConfigureAwait(false);
    }

    private async Task RunAsync()
    {
        var batch = new List<Write>(MaxBatch);
        while (await _queue.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            while (batch.Count < MaxBatch && _queue.Reader.TryRead(out var write))
            {
                if (!write.IsCancelled)
                {
                    batch.Add(write);
                }
            }

            if (batch.Count > 0)
            {
                await CommitAsync(batch).ConfigureAwait(false);
                batch.Clear();
            }
        }
    }

    private async Task CommitAsync(List<Write> batch)
    {
        if (await TryCommitAsync(batch).ConfigureAwait(false) is not { } failure)
        {
            return;
        }

        if (_database.FindFailure(failure) is { } storage)
        {
            Fail(batch, storage);
            return;
        }

        // The database works and refused something: each by itself, so that it fails alone.
        foreach (var write in batch.Where(write => !write.Result.IsCompleted).ToList())
        {
            if (await TryCommitAsync([write]).ConfigureAwait(false) is not { } reason)
            {
                continue;
            }

            if (_database.FindFailure(reason) is { } broken)
            {
                Fail(batch, broken);
                return;
            }

            LogRefused(reason);
            write.Fail(new StorageException($"The database refused the record: {reason.GetBaseException().Message}", reason));
        }
    }

    /// <summary>Carries out writes in one transaction. Returns why it failed; then nothing of it is stored.</summary>
    private async Task<Exception?> TryCommitAsync(List<Write> writes)
    {
        try
        {
            var context = _database.Create();
            await using (context.ConfigureAwait(false))
            {
                var transaction = await context.Database.BeginTransactionAsync().ConfigureAwait(false);
                await using (transaction.ConfigureAwait(false))
                {
                    var batch = await WriteBatch.BeginAsync(context, _database.IsSqlite, writes.Select(write => write.Command)).ConfigureAwait(false);
                    foreach (var write in writes)
                    {
                        await write.ApplyAsync(batch).ConfigureAwait(false);
                    }

                    batch.End();
                    await context.SaveChangesAsync().ConfigureAwait(false);
                    await transaction.CommitAsync().ConfigureAwait(false);
                }
            }
        }
#pragma warning disable CA1031 // The writer outlives whatever a batch meets; its callers get the reason.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return exception;
        }

        if (_failing)
        {
            _failing = false;
            LogHealed();
        }

        foreach (var write in writes)
        {
            write.Complete();
        }

        return null;
    }

    private void Fail(List<Write> batch, StorageException failure)
    {
        if (!_failing)
        {
            _failing = true;
            LogFailing(failure);
        }

        _database.Reset();
        foreach (var write in batch)
        {
            write.Fail(failure);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Commands and grain state cannot be stored")]
    private partial void LogFailing(Exception reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Commands and grain state are stored again")]
    private partial void LogHealed();

    [LoggerMessage(Level = LogLevel.Error, Message = "The database refused a record")]
    private partial void LogRefused(Exception reason);
}

/// <summary>A queued change and its caller.</summary>
internal abstract class Write(string? command, CancellationToken cancellation)
{
    public string? Command => command;
    public abstract Task Result { get; }

    /// <summary>Whether its caller gave up before it was begun.</summary>
    public abstract bool IsCancelled { get; }

    protected CancellationToken Cancellation => cancellation;

    /// <summary>Carries the change out in a batch; an expected refusal becomes its outcome and does not disturb the batch.</summary>
    public abstract Task ApplyAsync(WriteBatch batch);

    /// <summary>The batch is durable.</summary>
    public abstract void Complete();

    public abstract void Fail(Exception reason);
}

internal sealed class Write<T>(Func<WriteBatch, CancellationToken, Task<T>> change, string? command, CancellationToken cancellation)
    : Write(command, cancellation)
{
    private readonly TaskCompletionSource<T> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T _value = default!;
    private Exception? _refusal;

    public override Task<T> Result => _result.Task;

    public override bool IsCancelled => Cancellation.IsCancellationRequested && (_result.TrySetCanceled(Cancellation) || true);

    public override async Task ApplyAsync(WriteBatch batch)
    {
        _refusal = null;
        try
        {
            _value = await change(batch, CancellationToken.None).ConfigureAwait(false);
        }
        catch (RefusedWriteException refusal)
        {
            _refusal = refusal.InnerException;
        }
    }

    public override void Complete()
    {
        if (_refusal is null)
        {
            _result.TrySetResult(_value);
        }
        else
        {
            _result.TrySetException(_refusal);
        }
    }

    public override void Fail(Exception reason) => _result.TrySetException(reason);
}

/// <summary>Carries the exception that one caller gets while the rest of its batch goes on; the change did nothing.</summary>
internal sealed class RefusedWriteException(Exception reason) : Exception(reason.Message, reason);
