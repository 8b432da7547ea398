using System.Collections.Immutable;
using System.Text;
using MQTTnet;
using Twins.Protocols.Connections;
using Twins.Protocols.Mqtt.Client.Connection;
using Twins.Protocols.Mqtt.Client.Incoming;
using Twins.Protocols.Mqtt.Client.Subscriptions;
using Twins.Protocols.Mqtt.Wire;

namespace Twins.Protocols.Mqtt.Client;

/// <summary>Keeps the library's client connected, hands its messages over and lets calls wait for a connection.</summary>
internal sealed class MqttNetKeeper : IDisposable
{
    private readonly MqttClientOptions _options;
    private readonly TimeProvider _time;
    private readonly string _endpoint;
    private readonly Lock _gate;
    private readonly ClientCounters _counters;
    private readonly SubscriptionBook _book;
    private readonly ConnectionStatus _status;
    private readonly ReceiverCalls _receiver;
    private readonly ExponentialBackoff _backoff;
    private readonly MQTTnet.IMqttClient _library = new MqttClientFactory().CreateMqttClient();
    private TaskCompletionSource _online = NewWait();
    private TaskCompletionSource<MqttException> _lost = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private CancellationTokenSource _stopping = new();
    private Task _running = Task.CompletedTask;
    private MqttDisconnectOptions? _leave;
    private string _clientId;
    private bool _wasAccepted;
    private int _failures;

    public MqttNetKeeper(
        MqttClientOptions options,
        IMqttReceiver receiver,
        TimeProvider time,
        string endpoint,
        Lock gate,
        ClientCounters counters,
        SubscriptionBook book,
        ConnectionStatus status)
    {
        (_options, _time, _endpoint, _gate, _counters, _book, _status) = (options, time, endpoint, gate, counters, book, status);
        _clientId = options.ClientId;
        _receiver = new ReceiverCalls(receiver, gate, counters);
        _backoff = new ExponentialBackoff(options.ReconnectDelay, options.MaxReconnectDelay, options.Jitter);
        _library.ApplicationMessageReceivedAsync += HandOverAsync;
        _library.DisconnectedAsync += NoteLossAsync;
    }

    public MqttNetAcknowledgements Acknowledgements { get; } = new();

    /// <summary>Begins to keep the connection, unless that is being done.</summary>
    public void Start()
    {
        if (_running.IsCompleted)
        {
            _stopping.Dispose();
            _stopping = new CancellationTokenSource();
            _leave = null;
            _status.Begin();
            var stopping = _stopping.Token;
            using (ExecutionContext.SuppressFlow())
            {
                _running = Task.Run(() => Task.WhenAll(RunAsync(stopping), AcknowledgeAsync(stopping)), CancellationToken.None);
            }
        }
    }

    public Task StopAsync(MqttDisconnectOptions? leave)
    {
        _leave = leave;
        _stopping.Cancel();
        return _running;
    }

    /// <summary>Does something with the library's client as soon as it is connected.</summary>
    /// <param name="call">What to do.</param>
    /// <param name="mayRepeat">Whether it may be done again when the connection broke over it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<T> WhenOnlineAsync<T>(Func<MQTTnet.IMqttClient, Task<T>> call, bool mayRepeat, CancellationToken cancellationToken)
    {
        while (true)
        {
            await Volatile.Read(ref _online).Task.WaitAsync(cancellationToken).ConfigureAwait(false);
            var lost = Volatile.Read(ref _lost).Task;
            try
            {
                return await call(_library).ConfigureAwait(false);
            }
            catch (Exception error) when (error is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            {
                ObjectDisposedException.ThrowIf(_status.State == MqttConnectionState.Closed, typeof(IMqttClient));
                if (!mayRepeat)
                {
                    throw new MqttConnectionException(_endpoint, $"it broke while a message was on its way: {error.Message}", innerException: error);
                }

                // The library notes a loss a little later than the call that it broke.
                await lost.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    public void Dispose()
    {
        Volatile.Read(ref _online).TrySetException(new ObjectDisposedException(nameof(IMqttClient)));
        _library.Dispose();
        _stopping.Dispose();
    }

    private static TaskCompletionSource NewWait() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task RunAsync(CancellationToken stopping)
    {
        MqttException? final = null;
        try
        {
            while (final is null)
            {
                _status.Change(MqttConnectionState.Connecting);
                var began = _time.GetTimestamp();
                var (error, isRefusal) = await ConnectAndServeAsync(stopping).ConfigureAwait(false);
                final = isRefusal && !_wasAccepted ? error : null;
                _failures = _time.GetElapsedTime(began) >= _options.MaxReconnectDelay ? 1 : _failures + 1;
                if (final is null)
                {
                    var delay = _backoff.Delay(_failures, Random.Shared.NextDouble());
                    _status.Change(MqttConnectionState.WaitingToReconnect, error, _time.GetUtcNow() + delay);
                    await Task.Delay(delay, _time, stopping).ConfigureAwait(false);
                }
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            await LeaveAsync().ConfigureAwait(false);
        }

        _status.Change(MqttConnectionState.Disconnected, final);
    }

    private async Task<(MqttException Error, bool IsFinalRefusal)> ConnectAndServeAsync(CancellationToken stopping)
    {
        Volatile.Write(ref _lost, new TaskCompletionSource<MqttException>(TaskCreationOptions.RunContinuationsAsynchronously));
        Acknowledgements.Begin();
        try
        {
            var result = await _library
                .ConnectAsync(_options.ToLibrary(_clientId, _options.CleanStart && !_wasAccepted), stopping).ConfigureAwait(false);
            if (result.ResultCode != MqttClientConnectResultCode.Success)
            {
                var code = (MqttReasonCode)(int)result.ResultCode;
                var refusal = new MqttRefusedException(_endpoint, $"the connection of client '{_clientId}'", code, result.ReasonString)
                {
                    ServerReference = result.ServerReference,
                };
                Note(refusal, counters => counters.ConnectionsFailed++);
                return (refusal, Refusals.AreFinal(code));
            }

            await AcceptAsync(result.ToGrant(_options, _clientId), stopping).ConfigureAwait(false);
        }
        catch (Exception error) when (error is not OperationCanceledException || !stopping.IsCancellationRequested)
        {
            var failure = new MqttConnectionException(_endpoint, error.Message.TrimEnd('.'), innerException: error);
            Note(failure, counters => counters.ConnectionsFailed++);
            return (failure, false);
        }

        var loss = await _lost.Task.WaitAsync(stopping).ConfigureAwait(false);
        Volatile.Write(ref _online, NewWait());
        Note(loss, counters => counters.ConnectionsLost++);
        return (loss, false);
    }

    private async Task AcceptAsync(MqttServerGrant grant, CancellationToken stopping)
    {
        ImmutableArray<(int Identifier, ImmutableArray<MqttSubscription> Subscriptions)> lost = [];
        lock (_gate)
        {
            _counters.ConnectionsAccepted++;
            if (!grant.SessionPresent)
            {
                _counters.SessionsLost += _wasAccepted ? 1 : 0;
                lost = [.. _book.ByIdentifier()];
            }
        }

        _wasAccepted = true;
        _clientId = grant.ClientId;
        foreach (var (identifier, subscriptions) in lost)
        {
            var results = await _library
                .SubscribeAsync(MqttNetMapping.ToLibrary(subscriptions, identifier, _options.Version), stopping).ConfigureAwait(false);
            lock (_gate)
            {
                foreach (var (item, subscription) in results.Items.Zip(subscriptions))
                {
                    _book.Note(subscription, identifier, new MqttSubscribeResult(subscription.Filter, (MqttReasonCode)(int)item.ResultCode), isRenewal: true);
                }
            }
        }

        _status.Accept(grant);
        Volatile.Read(ref _online).TrySetResult();
    }

    private async Task HandOverAsync(MqttApplicationMessageReceivedEventArgs received)
    {
        var message = received.ApplicationMessage.ToMessage();
        var token = message.QualityOfService == MqttQualityOfService.AtMostOnce ? default : Acknowledgements.Add(received);
        HandOver(message, received.ApplicationMessage.Dup, token);
        await _receiver.EndBatchAsync(_stopping.Token).ConfigureAwait(false);
        if (!_options.ManualAcknowledgement)
        {
            Acknowledgements.Acknowledge(token);
        }
    }

    private void HandOver(MqttMessage message, bool isDuplicate, MqttAcknowledgement token)
    {
        using var properties = new MqttWriter();
        properties.WriteProperty(PropertyId.MessageExpiryInterval, MessageProperties.ExpirySeconds(message));
        MessageProperties.WriteForwarded(properties, message);
        _receiver.HandOver(new MqttIncomingMessage(Encoding.UTF8.GetBytes(message.Topic), message.Payload.Span)
        {
            QualityOfService = message.QualityOfService,
            Retain = message.Retain,
            IsDuplicate = isDuplicate,
            Acknowledgement = token,
            Properties = new PropertyReader(properties.Written, PropertyUse.Publish),
        });
    }

    private Task NoteLossAsync(MqttClientDisconnectedEventArgs loss)
    {
        _lost.TrySetResult(new MqttConnectionException(_endpoint, loss.Exception?.Message.TrimEnd('.') ?? $"the connection ended: {loss.Reason}", innerException: loss.Exception));
        return Task.CompletedTask;
    }

    private async Task LeaveAsync()
    {
        Volatile.Write(ref _online, NewWait());
        if (!_library.IsConnected)
        {
            return;
        }

        try
        {
            await _library.DisconnectAsync(Goodbye(), CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // A server that is gone needs no goodbye.
        }
    }

    private MQTTnet.MqttClientDisconnectOptions Goodbye()
    {
        var builder = new MqttClientDisconnectOptionsBuilder();
        if (_options.Version == MqttProtocolVersion.V500 && _leave is { } leave)
        {
            builder
                .WithReason(leave.PublishWill ? MqttClientDisconnectOptionsReason.DisconnectWithWillMessage : MqttClientDisconnectOptionsReason.NormalDisconnection)
                .WithReasonString(leave.ReasonString)
                .WithSessionExpiryInterval(Handshake.SessionExpirySeconds(leave.SessionExpiry ?? _options.SessionExpiry));
        }

        return builder.Build();
    }

    private async Task AcknowledgeAsync(CancellationToken stopping)
    {
        try
        {
            await Acknowledgements.SendAsync(stopping).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Told to stop.
        }
    }

    private void Note(MqttException error, Action<ClientCounters> count)
    {
        lock (_gate)
        {
            count(_counters);
            _counters.Note(error);
        }
    }
}
