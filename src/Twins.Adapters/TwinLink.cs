using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using Twins.Devices;
using Twins.Readings;
using Twins.Sites;

namespace Twins.Adapters;

/// <summary>Told when the twin has what was sent to it: by then, and not before, its sender may be told that it arrived.</summary>
internal interface IDeliveryReceipt
{
    /// <summary>The twin has applied it, or refused it for good.</summary>
    void OnTaken();
}

/// <summary>
/// Hands batches and connectivity to one twin, one call at a time, so that a slow twin delays no other. What came with a receipt is
/// never dropped: it waits in order, is tried again after a failure, and the receipt is given once the twin has it. Of what came without,
/// up to the capacity waits in order; beyond it only the newest does, and what it displaces is dropped and counted. Connectivity is never
/// dropped either: the latest word is sent again until the twin took it. Used on the turns of one grain.
/// </summary>
/// <param name="twin">The twin.</param>
/// <param name="counters">Where drops and failures are counted.</param>
/// <param name="clock">The clock by which a failure is waited out.</param>
/// <param name="logger">Where failures are logged.</param>
/// <param name="device">The device's key, for the log.</param>
/// <param name="capacity">Batches without receipt that may wait in order; 0 where the next poll brings the same points again.</param>
internal sealed class TwinLink(
    IDeviceTwin twin, ConnectionCounters counters, TimeProvider clock, ILogger logger, DeviceKey device, int capacity = 0)
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
    private bool _failing;
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

    /// <summary>Sends what the next message or poll will bring again.</summary>
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
    public void MarkBehind() => IsBehind = IsFull;

    /// <summary>Gives up what waits; no receipt is given for it.</summary>
    public void Close()
    {
        _closed = true;
        _waiting.Clear();
        SetDroppable(0);
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
                    OnAnswered(next.Batch!, await twin.ApplyAsync(next.Batch!));
                }

                _failing = false;
                OnTaken(next);
                continue;
            }
            catch (Exception exception)
            {
                OnFailed(exception);
            }

            if (_waiting.Count == 0 && (_report is null || _closed))
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
                SetDroppable(_droppable - 1);
            }

            return true;
        }

        (next, _newest) = (new Outgoing(null, _newest, null), null);
        return next.Batch is not null;
    }

    private void OnTaken(in Outgoing sent)
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

    private void OnAnswered(ReadingBatch batch, ApplyResult result)
    {
        if (result != ApplyResult.Applied)
        {
            logger.BatchRefused(batch.Device, result);
            counters.RecordError($"the twin of {batch.Device} refused a batch: {result}");
        }
    }

    // A twin that is out of reach for long is logged once.
    private void OnFailed(Exception exception)
    {
        if (!_failing)
        {
            _failing = true;
            logger.TwinFailed(exception, device, RetryPause);
        }

        counters.RecordError($"the twin of {device} took nothing: {exception.Message}");
    }

    private void DropNewest()
    {
        if (_newest is not null)
        {
            _newest = null;
            counters.CountDroppedBatch();
        }
    }

    private void SetDroppable(int droppable)
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
