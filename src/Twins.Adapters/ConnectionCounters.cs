using System.Diagnostics.Metrics;
using Twins.Connections;

namespace Twins.Adapters;

/// <summary>What a connection counts, and its state. A client's events come on other threads than the grain's turns, hence the lock.</summary>
internal sealed class ConnectionCounters(TimeProvider clock)
{
    /// <summary>Errors that are kept with their time.</summary>
    public const int MaxErrors = 10;

    private static readonly Meter Meter = new("Twins.Adapters");

    private static readonly Counter<long> DroppedBatches =
        Meter.CreateCounter<long>("twins.batches.dropped", description: "Batches dropped because their twin took longer than the next one.");

    private readonly Lock _gate = new();
    private readonly Queue<ConnectionError> _errors = new(MaxErrors);
    private ConnectionState _state = ConnectionState.Stopped;
    private MonotonicTime _since = MonotonicTime.Now(clock);
    private long _requests;
    private long _failures;
    private long _droppedBatches;
    private long _missedPolls;
    private long _lateAnswers;
    private long _mismatchedIds;
    private long _surplusBytes;
    private string? _lastError;

    public void CountRequest() => Interlocked.Increment(ref _requests);

    public void CountFailure(string error)
    {
        Interlocked.Increment(ref _failures);
        RecordError(error);
    }

    public void CountDroppedBatch()
    {
        DroppedBatches.Add(1);
        Interlocked.Increment(ref _droppedBatches);
    }

    public void CountMissedPolls(long polls) => Interlocked.Add(ref _missedPolls, polls);

    public void CountLateAnswer() => Interlocked.Increment(ref _lateAnswers);

    public void CountMismatchedId() => Interlocked.Increment(ref _mismatchedIds);

    public void CountSurplusBytes(long bytes) => Interlocked.Add(ref _surplusBytes, bytes);

    /// <summary>Keeps an error with its time; one that repeats the last one is not listed again.</summary>
    public void RecordError(string error)
    {
        lock (_gate)
        {
            if (_errors.Count > 0 && string.Equals(_lastError, error, StringComparison.Ordinal))
            {
                return;
            }

            _lastError = error;
            if (_errors.Count == MaxErrors)
            {
                _errors.Dequeue();
            }

            _errors.Enqueue(new ConnectionError(Timestamp.Now(clock), error));
        }
    }

    public void SetState(ConnectionState state)
    {
        lock (_gate)
        {
            if (_state != state)
            {
                (_state, _since) = (state, MonotonicTime.Now(clock));
            }
        }
    }

    public ConnectionStatus Status(string connection, string protocol, string endpoint, bool simulated, MessageFigures? messages = null)
    {
        lock (_gate)
        {
            return new ConnectionStatus(
                connection,
                protocol,
                endpoint,
                _state,
                Timestamp.Now(clock) + -_since.Elapsed(clock),
                Interlocked.Read(ref _requests),
                Interlocked.Read(ref _failures),
                _lastError,
                simulated,
                Interlocked.Read(ref _droppedBatches),
                messages,
                Interlocked.Read(ref _missedPolls),
                Interlocked.Read(ref _lateAnswers),
                Interlocked.Read(ref _mismatchedIds),
                Interlocked.Read(ref _surplusBytes),
                [.. _errors.Reverse()]);
        }
    }
}
