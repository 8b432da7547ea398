using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using MQTTnet;
using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace Twins.Adapters.Mqtt;

/// <summary>
/// One connection of a link, from CONNECT to its end, with a client of its own: MQTTnet sends an acknowledgement that comes late on whatever
/// connection its client has by then, where it would acknowledge another message.
/// </summary>
internal sealed class LinkConnection : IDisposable
{
    // A SUBSCRIBE of so many topics stays far below the packets that brokers take.
    private const int TopicsPerRequest = 100;

    private static readonly TimeSpan UsualKeepAlive = TimeSpan.FromSeconds(30);

    private readonly MqttClient _client;
    private readonly Action<MqttArrived> _received;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly ReceiveGate _gate = new(MqttLink.MaxUnsettled, MqttLink.MaxUnsettledBytes);
    private readonly AcknowledgementQueue _acknowledgements;
    private readonly TaskCompletionSource<string> _lost = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _ended = new();
    private SemaphoreSlim _slots = new(1, 1);
    private TimeSpan _keepAlive;

    public LinkConnection(Action<MqttArrived> received, TimeProvider clock, ILogger logger)
    {
        (_received, _clock, _logger) = (received, clock, logger);
        _acknowledgements = new AcknowledgementQueue(_gate, logger);
        var libraryLog = new LibraryLog(logger);
        _client = new MqttClient(new GatedChannelFactory(_gate), libraryLog);
        _client.ApplicationMessageReceivedAsync += OnReceivedAsync;
        _client.DisconnectedAsync += OnDisconnectedAsync;
    }

    /// <summary>Completes when it is lost, with the reason in words.</summary>
    public Task<string> Lost => _lost.Task;

    /// <summary>Messages that wait to be acknowledged.</summary>
    public int Unacknowledged => _acknowledgements.Count;

    /// <summary>Connects.</summary>
    /// <exception cref="MqttLinkRefusedException">The broker refuses.</exception>
    /// <exception cref="Exception">Whatever else keeps it from being opened.</exception>
    public async Task ConnectAsync(MqttClientOptions options, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(MqttLink.ConnectTimeout, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        MqttClientConnectResult result;
        try
        {
            result = await _client.ConnectAsync(options, either.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (limit.IsCancellationRequested)
        {
            throw new TimeoutException($"there was no answer within {MqttLink.ConnectTimeout.TotalSeconds:0} s", exception);
        }

        if (result.ResultCode != MqttClientConnectResultCode.Success)
        {
            throw new MqttLinkRefusedException(result.ResultCode, result.ReasonString);
        }

        int publishes = Math.Min(MqttLink.MaxPublishes, result.ReceiveMaximum is { } maximum and > 0 ? maximum : MqttLink.MaxPublishes);
        _slots = new SemaphoreSlim(publishes, publishes);
        _keepAlive = result.ServerKeepAlive > 0 ? TimeSpan.FromSeconds(result.ServerKeepAlive) : options.KeepAlivePeriod;
    }

    /// <summary>Subscribes, and returns what the broker refuses of it.</summary>
    public async Task<ImmutableArray<string>> SubscribeAsync(ImmutableArray<MqttTopicFilter> topics, CancellationToken cancellationToken)
    {
        var refused = ImmutableArray.CreateBuilder<string>();
        foreach (MqttTopicFilter[] some in topics.Chunk(TopicsPerRequest))
        {
            using var limit = new CancellationTokenSource(MqttLink.ConnectTimeout, _clock);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
            MqttClientSubscribeResult result = await _client
                .SubscribeAsync(new MqttClientSubscribeOptions { TopicFilters = [.. some] }, either.Token).ConfigureAwait(false);
            refused.AddRange(result.Items
                .Where(item => item.ResultCode > MqttClientSubscribeResultCode.GrantedQoS2)
                .Select(item => $"the broker refuses the subscription to '{item.TopicFilter.Topic}': {result.ReasonString ?? item.ResultCode.ToString()}"));
        }

        return refused.ToImmutable();
    }

    /// <summary>
    /// Pings at half of the keep-alive that the server wants, and gives the connection up when the answer does not come in the other half:
    /// the library looks at neither.
    /// </summary>
    public async Task PingAsync()
    {
        TimeSpan pause = (_keepAlive > TimeSpan.Zero ? _keepAlive : UsualKeepAlive) / 2;
        try
        {
            while (true)
            {
                await Task.Delay(pause, _clock, _ended.Token).ConfigureAwait(false);
                long closings = _gate.IsClosed ? -1 : _gate.Closings;
                using var limit = new CancellationTokenSource(pause, _clock);
                using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, _ended.Token);
                try
                {
                    await _client.PingAsync(either.Token).ConfigureAwait(false);
                }
                catch (Exception exception) when (IsTimeout(exception) && limit.IsCancellationRequested && !_ended.IsCancellationRequested)
                {
                    // While the twins do not keep up, answers wait unread.
                    if (closings == _gate.Closings)
                    {
                        Lose($"it did not answer a ping within {pause.TotalSeconds:0.###} s");
                        return;
                    }
                }
            }
        }
        catch (Exception exception) when (IsTimeout(exception) && _ended.IsCancellationRequested)
        {
            // Ended.
        }
        catch (Exception exception) when (exception is MQTTnet.Exceptions.MqttCommunicationException or ObjectDisposedException)
        {
            Lose(exception.Message);
        }
    }

    // The library makes the one of the other.
    private static bool IsTimeout(Exception exception) =>
        exception is OperationCanceledException or MQTTnet.Exceptions.MqttCommunicationTimedOutException;

    /// <summary>
    /// Publishes. No more at a time than the broker takes, and 20: beyond what it has room for, brokers of 3.1.1 lose what they seemed to
    /// accept. A place is free again when the broker has answered, however long the caller waits.
    /// </summary>
    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Once the library has the message, whatever it throws leaves open whether the message left.")]
    public async Task<MqttPublished> PublishAsync(MqttApplicationMessage message, TimeSpan limit)
    {
        MonotonicTime end = MonotonicTime.Now(_clock) + limit;
        using (var waiting = new CancellationTokenSource(limit, _clock))
        {
            try
            {
                await _slots.WaitAsync(waiting.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return MqttPublished.Busy("the broker has not answered what was published before");
            }
        }

        if (_lost.Task.IsCompleted || !_client.IsConnected)
        {
            _slots.Release();
            return MqttPublished.NotSent("the connection to the broker is lost");
        }

        Task<MqttClientPublishResult> publishing;
        try
        {
            // Never cancelled: half a packet would ruin the stream.
            publishing = _client.PublishAsync(message, CancellationToken.None);
            _ = ReleaseAfterAsync(publishing);
        }
        catch (Exception exception)
        {
            // Before anything was written: not connected, or no message that could be.
            _slots.Release();
            _logger.PublishFailed(exception, message.Topic);
            return MqttPublished.NotSent(exception.Message);
        }

        try
        {
            return MqttPublished.Of(await publishing.WaitAsync(end.Remaining(_clock), _clock).ConfigureAwait(false));
        }
        catch (TimeoutException)
        {
            return MqttPublished.InDoubt($"the broker did not accept the message within {limit.TotalSeconds:0.###} s");
        }
        catch (MQTTnet.Exceptions.MqttClientNotConnectedException)
        {
            return MqttPublished.NotSent("the connection to the broker is lost");
        }
        catch (Exception exception)
        {
            _logger.PublishFailed(exception, message.Topic);
            return MqttPublished.InDoubt($"the connection was lost before the broker accepted the message: {exception.Message}");
        }
    }

    /// <summary>Says goodbye.</summary>
    public Task DisconnectAsync(bool publishWill, CancellationToken cancellationToken) => _client.DisconnectAsync(
        new MqttClientDisconnectOptions
        {
            Reason = publishWill ? MqttClientDisconnectOptionsReason.DisconnectWithWillMessage : MqttClientDisconnectOptionsReason.NormalDisconnection,
        },
        cancellationToken);

    /// <summary>Gives the connection up.</summary>
    public void Lose(string reason) => _lost.TrySetResult(reason);

    /// <summary>Ends it without a goodbye. What was not acknowledged is delivered again.</summary>
    public void Dispose()
    {
        Lose("it was closed");
        _ended.Cancel();
        _acknowledgements.Dispose();
        _client.Dispose();
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Seen by the caller, while it waits; logged when it does not.")]
    private async Task ReleaseAfterAsync(Task publishing)
    {
        try
        {
            await publishing.ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            _logger.PublishEnded(exception);
        }

        _slots.Release();
    }

    private Task OnReceivedAsync(MqttApplicationMessageReceivedEventArgs message)
    {
        message.AutoAcknowledge = false;
        MqttApplicationMessage received = message.ApplicationMessage;
        long bytes = ReceiveGate.SizeOf(received.Topic, received.Payload.Length);
        _received(new MqttArrived(
            received,
            received.QualityOfServiceLevel == MqttQualityOfServiceLevel.AtMostOnce ? null : _acknowledgements.Add(message, bytes),
            _gate,
            bytes));
        return Task.CompletedTask;
    }

    private Task OnDisconnectedAsync(MqttClientDisconnectedEventArgs ended)
    {
        Lose(ended.Exception?.GetBaseException().Message ?? ended.ReasonString ?? ended.Reason switch
        {
            MqttClientDisconnectReason.NormalDisconnection => "the broker closed it",
            var reason => $"the broker closed it: {reason}",
        });
        return Task.CompletedTask;
    }

    /// <summary>What the library itself logs: details, for the reasons come to us anyway.</summary>
    private sealed class LibraryLog(ILogger logger) : MQTTnet.Diagnostics.Logger.IMqttNetLogger
    {
        public bool IsEnabled => logger.IsEnabled(LogLevel.Debug);

        public void Publish(MQTTnet.Diagnostics.Logger.MqttNetLogLevel logLevel, string source, string message, object[]? parameters, Exception? exception)
        {
            if (logLevel >= MQTTnet.Diagnostics.Logger.MqttNetLogLevel.Warning)
            {
                logger.OfLibrary(exception, parameters is { Length: > 0 } ? string.Format(System.Globalization.CultureInfo.InvariantCulture, message, parameters) : message);
            }
        }
    }
}
