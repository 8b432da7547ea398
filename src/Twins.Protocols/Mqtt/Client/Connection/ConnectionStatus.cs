namespace Twins.Protocols.Mqtt.Client.Connection;

/// <summary>Where the connection stands, and who waits for it.</summary>
internal sealed class ConnectionStatus(string endpoint, Action<MqttConnectionStateChangedEventArgs> announce)
{
    private readonly Lock _gate = new();
    private TaskCompletionSource _accepted = NewWait();
    private volatile MqttConnectionState _state = MqttConnectionState.Disconnected;

    public MqttConnectionState State => _state;

    /// <summary>What the server granted last.</summary>
    public MqttServerGrant? Grant { get; private set; }

    /// <summary>Completes when a connection is accepted, and fails when none is sought any more.</summary>
    public Task Accepted
    {
        get
        {
            lock (_gate)
            {
                return _accepted.Task;
            }
        }
    }

    /// <summary>A connection is sought from now on.</summary>
    public void Begin()
    {
        lock (_gate)
        {
            _accepted = NewWait();
        }
    }

    public void Accept(MqttServerGrant grant)
    {
        Grant = grant;
        Change(MqttConnectionState.Connected);
    }

    /// <summary>Goes over to another state, and tells who waits and who watches.</summary>
    /// <param name="state">The state from now on.</param>
    /// <param name="error">What led to it, if that was a fault.</param>
    /// <param name="retryAt">When the connection is tried again.</param>
    public void Change(MqttConnectionState state, MqttException? error = null, DateTimeOffset? retryAt = null)
    {
        if (_state == MqttConnectionState.Closed)
        {
            return;
        }

        _state = state;
        lock (_gate)
        {
            switch (state)
            {
                case MqttConnectionState.Connected:
                    _accepted.TrySetResult();
                    break;
                case MqttConnectionState.Disconnected:
                    Fail(error ?? new MqttConnectionException(endpoint, "the client was told to disconnect"));
                    break;
                case MqttConnectionState.Closed:
                    Fail(new ObjectDisposedException(nameof(IMqttClient)));
                    break;
                default:
                    _accepted = _accepted.Task.IsCompleted ? NewWait() : _accepted;
                    break;
            }
        }

        announce(new MqttConnectionStateChangedEventArgs(state, error, retryAt));
    }

    private static TaskCompletionSource NewWait() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Fail(Exception error)
    {
        if (!_accepted.TrySetException(error))
        {
            _accepted = NewWait();
            _accepted.SetException(error);
        }

        // Nobody has to be waiting.
        _ = _accepted.Task.Exception;
    }
}
