using Twins.Connections;

namespace Twins.Adapters;

/// <summary>What a connection counts, and how it stands. A client's events come on other threads than the grain's turns, hence the lock.</summary>
internal sealed class ConnectionCounters(TimeProvider clock)
{
    private readonly Lock _gate = new();
    private ConnectionState _state = ConnectionState.Stopped;
    private Timestamp _since = Timestamp.Now(clock);
    private long _requests;
    private long _failures;
    private long _droppedBatches;
    private string? _lastError;

    public void CountRequest()
    {
        lock (_gate)
        {
            _requests++;
        }
    }

    public void CountFailure(string error)
    {
        lock (_gate)
        {
            _failures++;
            _lastError = error;
        }
    }

    public void CountDroppedBatch()
    {
        AdapterMetrics.DroppedBatches.Add(1);
        lock (_gate)
        {
            _droppedBatches++;
        }
    }

    public void NoteError(string error)
    {
        lock (_gate)
        {
            _lastError = error;
        }
    }

    public void NoteState(ConnectionState state)
    {
        lock (_gate)
        {
            if (_state != state)
            {
                (_state, _since) = (state, Timestamp.Now(clock));
            }
        }
    }

    public ConnectionStatus Status(string connection, string protocol, string endpoint, bool simulated, MessageFigures? messages = null)
    {
        lock (_gate)
        {
            return new ConnectionStatus(
                connection, protocol, endpoint, _state, _since, _requests, _failures, _lastError, simulated, _droppedBatches, messages);
        }
    }
}
