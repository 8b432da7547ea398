using System.Diagnostics.CodeAnalysis;
using Twins.Devices;
using Twins.Readings;

namespace Twins.Adapters;

/// <summary>
/// Hands batches and connectivity to one twin, one call at a time, so that a slow twin delays nobody else. What came with a receipt is
/// never dropped: it waits in order, is tried again after a failure, and the receipt is given once the twin has it. Of what came without,
/// up to the capacity waits in order; beyond it only the newest does, and what it displaces is dropped and counted. Connectivity is never
/// dropped either: the latest word is kept until it was taken. Used on the turns of one grain.
/// </summary>
/// <param name="twin">The twin.</param>
/// <param name="counters">Where drops and failures are counted.</param>
/// <param name="clock">The clock by which a failure is waited out.</param>
/// <param name="capacity">Batches without receipt that may wait in order; 0 where the next poll brings the same points again.</param>
internal sealed class TwinLink(IDeviceTwin twin, ConnectionCounters counters, TimeProvider clock, int capacity = 0)
{
    /// <summary>Pause after a twin could not be reached, before what must not be lost is tried again.</summary>
    public static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(1);

    private readonly Queue<Outgoing> _waiting = [];
    private ConnectivityReport? _report;
    private int _droppable;
    private ReadingBatch? _newest;
    private TaskCompletionSource? _room;
    private Task _running = Task.CompletedTask;
    private bool _sending;
    private bool _closed;

    /// <summary>Whether as much waits without receipt as may.</summary>
    public bool IsFull => _droppable >= capacity;

    /// <summary>Whether the twin was given time and did not keep up; until everything that waits is delivered.</summary>
    public bool IsBehind { get; private set; }

    public void Report(ConnectivityReport report)
    {
        _report = report;
        Begin();
    }

    /// <summary>Sends what the next message or poll will bring anew.</summary>
    public void Send(ReadingBatch batch)
    {
        if (!IsBehind && !IsFull)
        {
            _waiting.Enqueue(new Outgoing(null, batch, null));
            _droppable++;
        }
        else
        {
            DropNewest();
            _newest = batch;
        }

        Begin();
    }

    /// <summary>Sends what must not be lost; how much of it may wait is bounded by whoever sends.</summary>
    public void Send(ReadingBatch batch, IDeliveryReceipt receipt)
    {
        DropNewest();
        _waiting.Enqueue(new Outgoing(null, batch, receipt));
        Begin();
    }

    /// <summary>Completes when the link is no longer full.</summary>
    public Task WhenRoomAsync() =>
        IsFull ? (_room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task : Task.CompletedTask;

    /// <summary>Completes when nothing waits, or when what waits is left to the next message or poll.</summary>
    public Task WhenIdleAsync() => _running;

    /// <summary>The twin was given time and the link is still full: until all that waits is delivered, only the newest is kept beside it.</summary>
    public void NoteBehind() => IsBehind = IsFull;

    /// <summary>Gives up what waits; no receipt is given for it.</summary>
    public void Close()
    {
        _closed = true;
        _waiting.Clear();
        NoteRoom(0);
    }

    private void Begin()
    {
        if (!_sending)
        {
            _running = RunAsync();
        }
    }

    // One loop and no further asynchronous method: what a message costs is mostly what this allocates.
    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "A twin that cannot be reached is noted; what must not be lost is tried again.")]
    private async Task RunAsync()
    {
        _sending = true;
        while (TryTakeNext(out Outgoing next))
        {
            try
            {
                if (next.Report is not null)
                {
                    await twin.ReportConnectivityAsync(next.Report);
                }
                else
                {
                    NoteResult(next.Batch!, await twin.ApplyAsync(next.Batch!));
                }

                NoteTaken(next);
                continue;
            }
            catch (Exception exception)
            {
                counters.NoteError($"the twin took no batch: {exception.Message}");
            }

            if (_waiting.Count == 0)
            {
                break;
            }

            await Task.Delay(RetryPause, clock);
        }

        _sending = false;
        IsBehind = false;
    }

    /// <summary>What is to be sent next. A report, and what has a receipt, stays the first in place until the twin has it.</summary>
    private bool TryTakeNext(out Outgoing next)
    {
        next = new Outgoing(_report, null, null);
        if (_report is not null)
        {
            return true;
        }

        if (_waiting.TryPeek(out Outgoing waiting))
        {
            next = waiting;
            if (next.Receipt is null)
            {
                _waiting.Dequeue();
                NoteRoom(_droppable - 1);
            }

            return true;
        }

        (next, _newest) = (new Outgoing(null, _newest, null), null);
        return next.Batch is not null;
    }

    private void NoteTaken(in Outgoing sent)
    {
        if (sent.Report is not null)
        {
            // A later word may have come meanwhile.
            _report = ReferenceEquals(_report, sent.Report) ? null : _report;
        }
        else if (sent.Receipt is not null && !_closed)
        {
            _waiting.Dequeue();
            sent.Receipt.OnTaken();
        }
    }

    private void NoteResult(ReadingBatch batch, ApplyResult result)
    {
        if (result != ApplyResult.Applied)
        {
            counters.NoteError($"the twin of {batch.Device} refused a batch: {result}");
        }
    }

    private void DropNewest()
    {
        if (_newest is not null)
        {
            _newest = null;
            counters.CountDroppedBatch();
        }
    }

    private void NoteRoom(int droppable)
    {
        _droppable = droppable;
        if (!IsFull && _room is { } room)
        {
            _room = null;
            room.SetResult();
        }
    }

    private readonly record struct Outgoing(ConnectivityReport? Report, ReadingBatch? Batch, IDeliveryReceipt? Receipt);
}
