using System.Collections.Immutable;
using MQTTnet;
using Twins.Protocols.Mqtt.Client;
using Twins.Protocols.Mqtt.Client.Connection;
using Twins.Protocols.Mqtt.Client.Outgoing;
using Twins.Protocols.Mqtt.Client.Subscriptions;
using Twins.Protocols.Validation;

namespace Twins.Protocols.Mqtt;

/// <summary>
/// The port served by the library MQTTnet 5.0.1.1416 (build property <c>TwinsLibraries=usual</c>). What the library lacks is added here:
/// reconnects with growing delays, renewal of subscriptions, waiting messages with their bound, acknowledgements in order.
/// </summary>
/// <remarks>
/// Differences from <see cref="MqttClient"/>: at the bound a new QoS 0 message is dropped rather than the oldest; a QoS 2 message whose
/// connection breaks ends with an error, and one of QoS 1 is published anew, since the library keeps no messages over
/// connections; each message is a batch; no topic aliases are used for sending; server's reason strings are the library's.
/// </remarks>
public sealed class MqttNetClient : IMqttClient
{
    private readonly MqttClientOptions _options;
    private readonly Lock _gate = new();
    private readonly ClientCounters _counters;
    private readonly SubscriptionBook _book;
    private readonly ConnectionStatus _status;
    private readonly MqttNetKeeper _keeper;
    private readonly PublishEncoder _encoder;
    private int _waiting;
    private long _waitingBytes;
    private bool _disposed;

    /// <summary>Creates a client; nothing is opened yet.</summary>
    /// <param name="options">Where the server is and how the client presents itself.</param>
    /// <param name="receiver">Takes the messages of the subscriptions.</param>
    /// <param name="timeProvider">The clock of the delays; the system's unless given. The library's own time-outs are the system's.</param>
    /// <exception cref="System.ComponentModel.DataAnnotations.ValidationException">An option is out of bounds.</exception>
    public MqttNetClient(MqttClientOptions options, IMqttReceiver receiver, TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(receiver);
        _options = options.Checked();
        var time = timeProvider ?? TimeProvider.System;
        Endpoint = FormattableString.Invariant($"{options.Host}:{options.PortInUse}");
        _counters = new ClientCounters(time);
        _book = new SubscriptionBook(_counters);
        _encoder = new PublishEncoder(options);
        _status = new ConnectionStatus(Endpoint, Announce);
        _keeper = new MqttNetKeeper(options, receiver, time, Endpoint, _gate, _counters, _book, _status);
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
    public MqttClientFigures Figures
    {
        get
        {
            lock (_gate)
            {
                return _counters.Read() with
                {
                    Queued = _waiting, QueuedBytes = _waitingBytes, Unacknowledged = _keeper.Acknowledgements.Count,
                };
            }
        }
    }

    /// <inheritdoc/>
    public Task ConnectAsync(CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            _keeper.Start();
            return _status.Accepted.WaitAsync(cancellationToken);
        }
    }

    /// <inheritdoc/>
    public async Task<ImmutableArray<MqttSubscribeResult>> SubscribeAsync(
        ImmutableArray<MqttSubscription> subscriptions, int identifier, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        SubscriptionBook.Check(subscriptions, identifier, _options.Version);
        var results = await _keeper.WhenOnlineAsync(
            library => library.SubscribeAsync(MqttNetMapping.ToLibrary(subscriptions, identifier, _options.Version), cancellationToken),
            mayRepeat: true,
            cancellationToken).ConfigureAwait(false);
        lock (_gate)
        {
            return [.. results.Items.Zip(subscriptions, (item, subscription) =>
            {
                var result = new MqttSubscribeResult(subscription.Filter, (MqttReasonCode)(int)item.ResultCode, results.ReasonString);
                _book.Note(subscription, identifier, result, isRenewal: false);
                return result;
            })];
        }
    }

    /// <inheritdoc/>
    public async Task UnsubscribeAsync(ImmutableArray<string> filters, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        SubscriptionBook.CheckFilters(filters, _options.Version);
        var options = new MqttClientUnsubscribeOptionsBuilder();
        lock (_gate)
        {
            foreach (var filter in filters)
            {
                _book.Remove(filter);
                options.WithTopicFilter(filter);
            }
        }

        var results = await _keeper.WhenOnlineAsync(
            library => library.UnsubscribeAsync(options.Build(), cancellationToken), mayRepeat: true, cancellationToken).ConfigureAwait(false);
        foreach (var (item, filter) in results.Items.Zip(filters))
        {
            if ((int)item.ResultCode >= (int)MqttReasonCode.UnspecifiedError)
            {
                throw new MqttRefusedException(Endpoint, $"to end the subscription to '{filter}'", (MqttReasonCode)(int)item.ResultCode, results.ReasonString);
            }
        }
    }

    /// <inheritdoc/>
    public async Task<MqttPublishResult> PublishAsync(MqttMessage message, CancellationToken cancellationToken = default)
    {
        if (!TryWait(message, out var size, out var refusal))
        {
            return refusal is null ? new MqttPublishResult(MqttPublishOutcome.Dropped) : throw refusal;
        }

        try
        {
            var mapped = message.ToLibrary(_options.Version);
            var result = await _keeper.WhenOnlineAsync(
                library => library.PublishAsync(mapped, cancellationToken),
                mayRepeat: message.QualityOfService == MqttQualityOfService.AtLeastOnce,
                cancellationToken).ConfigureAwait(false);
            return Outcome(message, result);
        }
        finally
        {
            lock (_gate)
            {
                _waiting--;
                _waitingBytes -= size;
            }
        }
    }

    /// <inheritdoc/>
    public void Acknowledge(MqttAcknowledgement token) => _keeper.Acknowledgements.Acknowledge(token);

    /// <inheritdoc/>
    public Task DisconnectAsync(MqttDisconnectOptions? options = null, CancellationToken cancellationToken = default) =>
        _keeper.StopAsync(options).WaitAsync(cancellationToken);

    /// <summary>Disconnects in order; calls on their way fail with <see cref="ObjectDisposedException"/>.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _disposed = true;
        }

        await _keeper.StopAsync(null).ConfigureAwait(false);
        _status.Change(MqttConnectionState.Closed);
        _keeper.Dispose();
        _encoder.Dispose();
    }

    private bool TryWait(MqttMessage message, out int size, out MqttBusyException? refusal)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            refusal = null;
            size = _encoder.Check(message);
            if (_waiting < _options.QueueCapacity && _waitingBytes + size <= _options.QueueBytes)
            {
                _waiting++;
                _waitingBytes += size;
                return true;
            }

            if (message.QualityOfService == MqttQualityOfService.AtMostOnce)
            {
                _counters.MessagesDropped++;
                return false;
            }

            _counters.MessagesRefused++;
            refusal = _waiting < _options.QueueCapacity
                ? new MqttBusyException(Endpoint, $"a message to '{message.Topic}'", _options.QueueBytes, "bytes")
                : new MqttBusyException(Endpoint, $"a message to '{message.Topic}'", _options.QueueCapacity, "messages");
            return false;
        }
    }

    private MqttPublishResult Outcome(MqttMessage message, MqttClientPublishResult result)
    {
        var code = (MqttReasonCode)(int)result.ReasonCode;
        if (!result.IsSuccess)
        {
            throw new MqttRefusedException(Endpoint, $"the message to '{message.Topic}'", code, result.ReasonString);
        }

        lock (_gate)
        {
            _counters.MessagesPublished++;
        }

        return message.QualityOfService == MqttQualityOfService.AtMostOnce
            ? new MqttPublishResult(MqttPublishOutcome.Written)
            : new MqttPublishResult(MqttPublishOutcome.Acknowledged, code);
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
