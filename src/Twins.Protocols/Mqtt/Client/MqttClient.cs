using System.Collections.Immutable;
using Twins.Protocols.Mqtt.Client;
using Twins.Protocols.Mqtt.Client.Connection;
using Twins.Protocols.Mqtt.Client.Incoming;
using Twins.Protocols.Mqtt.Wire;
using Twins.Protocols.Validation;

namespace Twins.Protocols.Mqtt;

/// <summary>
/// Our client of MQTT 3.1.1 and 5.0. One loop reads, without allocating per message; what is sent at about the same time leaves in one
/// write; messages and subscriptions outlive the connections.
/// </summary>
public sealed class MqttClient : IMqttClient
{
    private readonly MqttClientOptions _options;
    private readonly ClientSession _session;
    private readonly ConnectionStatus _status;
    private readonly ConnectionKeeper _keeper;
    private readonly Lock _gate = new();
    private CancellationTokenSource? _stopping;
    private Task _running = Task.CompletedTask;
    private MqttDisconnectOptions? _leave;
    private bool _disposed;

    /// <summary>Creates a client; nothing is opened yet.</summary>
    /// <param name="options">Where the server is and how the client presents itself.</param>
    /// <param name="receiver">Takes the messages of the subscriptions.</param>
    /// <param name="timeProvider">The clock of keep-alive, time-outs and delays; the system's unless given.</param>
    /// <exception cref="System.ComponentModel.DataAnnotations.ValidationException">An option is out of bounds.</exception>
    public MqttClient(MqttClientOptions options, IMqttReceiver receiver, TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(receiver);
        _options = options.Checked();
        var time = timeProvider ?? TimeProvider.System;
        Endpoint = FormattableString.Invariant($"{options.Host}:{options.PortInUse}");
        _session = new ClientSession(options, time, Endpoint);
        _status = new ConnectionStatus(Endpoint, Announce);
        var calls = new ReceiverCalls(receiver, _session.Gate, _session.Counters);
        _keeper = new ConnectionKeeper(options, time, Endpoint, _session, calls, _status);
    }

    /// <inheritdoc/>
    public event EventHandler<MqttConnectionStateChangedEventArgs>? StateChanged;

    /// <inheritdoc/>
    public string Endpoint { get; }

    /// <inheritdoc/>
    public MqttConnectionState State => _status.State;

    /// <inheritdoc/>
    public MqttServerGrant? Grant => _status.Grant;

    /// <inheritdoc/>
    public MqttClientFigures Figures => _session.Figures;

    /// <inheritdoc/>
    public Task ConnectAsync(CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_running.IsCompleted)
            {
                _stopping?.Dispose();
                _stopping = new CancellationTokenSource();
                _leave = null;
                var stopping = _stopping.Token;
                _status.Begin();

                // The caller's context, a grain's turn for example, must not carry the connection.
                using (ExecutionContext.SuppressFlow())
                {
                    _running = Task.Run(() => _keeper.RunAsync(Goodbye, stopping), CancellationToken.None);
                }
            }

            return _status.Accepted.WaitAsync(cancellationToken);
        }
    }

    /// <inheritdoc/>
    public Task<ImmutableArray<MqttSubscribeResult>> SubscribeAsync(
        ImmutableArray<MqttSubscription> subscriptions, int identifier, CancellationToken cancellationToken = default) =>
        cancellationToken.IsCancellationRequested
            ? Task.FromCanceled<ImmutableArray<MqttSubscribeResult>>(cancellationToken)
            : _session.Subscribe(subscriptions, identifier, cancellationToken);

    /// <inheritdoc/>
    public Task UnsubscribeAsync(ImmutableArray<string> filters, CancellationToken cancellationToken = default) =>
        cancellationToken.IsCancellationRequested
            ? Task.FromCanceled(cancellationToken)
            : _session.Unsubscribe(filters, cancellationToken);

    /// <inheritdoc/>
    public Task<MqttPublishResult> PublishAsync(MqttMessage message, CancellationToken cancellationToken = default) =>
        cancellationToken.IsCancellationRequested
            ? Task.FromCanceled<MqttPublishResult>(cancellationToken)
            : _session.Publish(message, cancellationToken);

    /// <inheritdoc/>
    public void Acknowledge(MqttAcknowledgement token) => _session.Acknowledge(token);

    /// <inheritdoc/>
    public Task DisconnectAsync(MqttDisconnectOptions? options = null, CancellationToken cancellationToken = default)
    {
        Check(options);
        return StopAsync(options).WaitAsync(cancellationToken);
    }

    /// <summary>Disconnects in order; calls on their way fail with <see cref="ObjectDisposedException"/>.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _disposed = true;
        }

        await StopAsync(_leave).ConfigureAwait(false);
        _session.Dispose();
        _status.Change(MqttConnectionState.Closed);
        _stopping?.Dispose();
    }

    private Task StopAsync(MqttDisconnectOptions? options)
    {
        lock (_gate)
        {
            _leave = options;
            if (!_running.IsCompleted)
            {
                _ = _stopping!.CancelAsync();
            }

            return _running;
        }
    }

    private DisconnectPacket? Goodbye() => _leave is { PublishWill: true } && _options.Version == MqttProtocolVersion.V311 ? null : Goodbye(_leave);

    private static DisconnectPacket Goodbye(MqttDisconnectOptions? leave) => new()
    {
        ReasonCode = leave is { PublishWill: true } ? MqttReasonCode.DisconnectWithWill : MqttReasonCode.Success,
        SessionExpirySeconds = leave?.SessionExpiry is { } expiry ? Handshake.SessionExpirySeconds(expiry) : null,
        ReasonString = leave?.ReasonString,
    };

    private void Check(MqttDisconnectOptions? options)
    {
        if (options?.SessionExpiry < TimeSpan.Zero
            || (options?.SessionExpiry > TimeSpan.Zero && _options.SessionExpiry == TimeSpan.Zero))
        {
            throw new ArgumentException(
                $"SessionExpiry is {options.SessionExpiry}, but must not be negative, nor positive when the session ends with the connection [MQTT-3.1.2-11.2].",
                nameof(options));
        }

        using var trial = new MqttWriter();
        Goodbye(options).Write(trial, _options.Version);
    }

    private void Announce(MqttConnectionStateChangedEventArgs change)
    {
        try
        {
            StateChanged?.Invoke(this, change);
        }
        catch (Exception)
        {
            // As documented at the event: an observer's fault is not the connection's.
        }
    }
}
