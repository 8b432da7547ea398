using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using MQTTnet;
using MQTTnet.Packets;
using Twins.Connections;

namespace Twins.Adapters.Mqtt;

/// <summary>What a link is opened with.</summary>
/// <param name="Endpoint">The broker, for people.</param>
/// <param name="Connect">Makes MQTTnet's options, new ones for each attempt: a password or certificate may have been replaced.</param>
/// <param name="Subscriptions">What is subscribed to after each CONNECT, whether or not the broker kept the session.</param>
internal sealed record MqttLinkOptions(string Endpoint, Func<MqttClientOptions> Connect, ImmutableArray<MqttTopicFilter> Subscriptions);

/// <summary>A message that came, or what a broker had kept.</summary>
/// <param name="Message">The message.</param>
/// <param name="Acknowledgement">To be told once everyone whom it concerns has it; null at QoS 0.</param>
/// <param name="Gate">To be released by <paramref name="Bytes"/> when it was taken; for messages without acknowledgement.</param>
/// <param name="Bytes">What it counts.</param>
internal readonly record struct MqttArrived(MqttApplicationMessage Message, PendingAcknowledgement? Acknowledgement, ReceiveGate Gate, long Bytes)
{
    /// <summary>Nothing is left to be done for it.</summary>
    public void Settle()
    {
        if (Acknowledgement is { } acknowledgement)
        {
            acknowledgement.Applied();
        }
        else
        {
            Gate.Release(1, Bytes);
        }
    }
}

/// <summary>
/// A link to one broker over MQTTnet that is kept open: connects, subscribes, pings, and after a loss does it all again, with growing pauses.
/// Its calls and events come on any thread.
/// </summary>
/// <param name="options">What it is opened with.</param>
/// <param name="received">Takes each message, in order; must be fast, and see to it that each is settled.</param>
/// <param name="clock">The clock; durations are measured by its monotonic side.</param>
/// <param name="logger">Where whatever is caught is logged.</param>
internal sealed class MqttLink(MqttLinkOptions options, Action<MqttArrived> received, TimeProvider clock, ILogger logger) : IAsyncDisposable
{
    /// <summary>QoS 1 and 2 messages that may wait to be applied before the broker waits; told to brokers of 5.0.</summary>
    public const ushort ReceiveMaximum = 4096;

    /// <summary>Messages that were read and are not settled; reading waits at this bound, for brokers of 3.1.1 and for QoS 0.</summary>
    public const int MaxUnsettled = 8192;

    /// <summary>Bytes of them.</summary>
    public const long MaxUnsettledBytes = 32 * 1024 * 1024;

    /// <summary>Publishes that wait for the broker's answer.</summary>
    public const int MaxPublishes = 20;

    /// <summary>How long connecting or subscribing may take.</summary>
    public static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);

    /// <summary>The pause after the first failure; doubled with each further one.</summary>
    public static readonly TimeSpan MinPause = TimeSpan.FromSeconds(0.5);

    /// <summary>The longest pause, before its random part; also after a refusal, that does not pass by itself.</summary>
    public static readonly TimeSpan MaxPause = TimeSpan.FromSeconds(30);

    private static readonly ExponentialBackoff Backoff = new(MinPause, MaxPause, jitter: 0.2);

    private static readonly TimeSpan MaxGoodbye = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _closing = new();
    private volatile LinkConnection? _connection;
    private Task _running = Task.CompletedTask;
    private string? _lastReason;

    /// <summary>Called with each change of state, and why it changed; null when it changed for the better.</summary>
    public Action<ConnectionState, string?>? StateChanged { get; init; }

    /// <summary>Called with what is wrong but ends nothing: a subscription that was refused.</summary>
    public Action<string>? Complained { get; init; }

    /// <summary>Its state.</summary>
    public ConnectionState State { get; private set; } = ConnectionState.Stopped;

    /// <summary>The broker, for people.</summary>
    public string Endpoint => options.Endpoint;

    /// <summary>Messages that wait to be acknowledged.</summary>
    public int Unacknowledged => _connection?.Unacknowledged ?? 0;

    /// <summary>Begins to connect; does not wait for the broker.</summary>
    public void Open() => _running = Task.Run(RunAsync);

    /// <summary>
    /// Publishes, once: what cannot be sent now is not kept for later, because a setpoint that arrives late is worse than none.
    /// </summary>
    /// <param name="message">The message.</param>
    /// <param name="limit">How long the broker may take to accept it.</param>
    public Task<MqttPublished> PublishAsync(MqttApplicationMessage message, TimeSpan limit) => _connection is { } connection
        ? connection.PublishAsync(message, limit)
        : Task.FromResult(MqttPublished.NotSent($"there is no connection to the broker {options.Endpoint}"));

    /// <summary>Leaves the broker so that it publishes the will, and connects again: for simulated faults.</summary>
    public async Task RestartAsync()
    {
        if (_connection is { } connection)
        {
            await TryDisconnectAsync(connection, publishWill: true).ConfigureAwait(false);
            connection.Lose("it was restarted");
        }
    }

    /// <summary>Says goodbye, and closes. What was not applied yet is not acknowledged: the broker keeps it.</summary>
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync().ConfigureAwait(false);
        if (_connection is { } connection)
        {
            await TryDisconnectAsync(connection, publishWill: false).ConfigureAwait(false);
            connection.Lose("it was closed");
        }

        await _running.ConfigureAwait(false);
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Whatever stands in the way, from a missing secret to a refusal, is logged, shown and tried again.")]
    private async Task RunAsync()
    {
        int failures = 0;
        while (!_closing.IsCancellationRequested)
        {
            SetState(ConnectionState.Connecting, null);
            using var connection = new LinkConnection(received, clock, logger);
            string reason;
            bool refused = false;
            MonotonicTime began = MonotonicTime.Now(clock);
            try
            {
                reason = await ServeAsync(connection).ConfigureAwait(false);

                // A connection that was soon lost is no success: two clients of one id would chase each other without a pause.
                failures = began.Elapsed(clock) > MaxPause ? 0 : failures;
            }
            catch (OperationCanceledException) when (_closing.IsCancellationRequested)
            {
                break;
            }
            catch (Exception exception)
            {
                refused = exception is MqttLinkRefusedException { IsLasting: true } or not (MQTTnet.Exceptions.MqttCommunicationException or TimeoutException or MqttLinkRefusedException);
                reason = exception is TimeoutException ? exception.Message : exception.GetBaseException().Message;
                OnFailed(exception, reason);
            }
            finally
            {
                _connection = null;
            }

            if (!_closing.IsCancellationRequested)
            {
                SetState(ConnectionState.BackingOff, reason);
                await PauseAsync(++failures, refused).ConfigureAwait(false);
            }
        }

        SetState(ConnectionState.Stopped, null);
    }

    /// <summary>Returns why the connection was lost.</summary>
    private async Task<string> ServeAsync(LinkConnection connection)
    {
        await connection.ConnectAsync(options.Connect(), _closing.Token).ConfigureAwait(false);
        foreach (string refused in await connection.SubscribeAsync(options.Subscriptions, _closing.Token).ConfigureAwait(false))
        {
            logger.SubscriptionRefused(options.Endpoint, refused);
            Complained?.Invoke(refused);
        }

        _connection = connection;
        _lastReason = null;
        SetState(ConnectionState.Connected, null);
        Task pinging = connection.PingAsync();
        string reason = await connection.Lost.ConfigureAwait(false);
        _connection = null;
        if (!_closing.IsCancellationRequested)
        {
            logger.LinkLost(options.Endpoint, reason);
        }

        connection.Dispose();
        await pinging.ConfigureAwait(false);
        return reason;
    }

    private async Task PauseAsync(int failures, bool refused)
    {
        TimeSpan pause = refused ? MaxPause : Backoff.Delay(failures, Random.Shared.NextDouble());
        try
        {
            await Task.Delay(pause, clock, _closing.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Closed.
        }
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "A goodbye that fails is logged; the connection is closed all the same.")]
    private async Task TryDisconnectAsync(LinkConnection connection, bool publishWill)
    {
        try
        {
            using var limit = new CancellationTokenSource(MaxGoodbye, clock);
            await connection.DisconnectAsync(publishWill, limit.Token).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            logger.GoodbyeFailed(exception, options.Endpoint);
        }
    }

    // The same obstacle is a warning once, however often it is met.
    private void OnFailed(Exception exception, string reason)
    {
        if (reason != _lastReason)
        {
            _lastReason = reason;
            logger.ConnectFailed(exception, options.Endpoint, reason);
        }
    }

    private void SetState(ConnectionState state, string? reason)
    {
        State = state;
        StateChanged?.Invoke(state, reason);
    }
}

/// <summary>The broker refused a connection.</summary>
internal sealed class MqttLinkRefusedException(MqttClientConnectResultCode code, string? reason)
    : Exception($"the broker refuses the connection: {code}{(string.IsNullOrEmpty(reason) ? "" : $" ({reason})")}")
{
    /// <summary>Whether it takes a person to change that.</summary>
    public bool IsLasting { get; } = code is not (
        MqttClientConnectResultCode.ServerBusy or MqttClientConnectResultCode.ServerUnavailable or MqttClientConnectResultCode.ConnectionRateExceeded
        or MqttClientConnectResultCode.QuotaExceeded or MqttClientConnectResultCode.UnspecifiedError);
}
