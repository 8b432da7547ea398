using Twins.Protocols.Connections;
using Twins.Protocols.Mqtt.Client.Incoming;
using Twins.Protocols.Mqtt.Wire;

namespace Twins.Protocols.Mqtt.Client.Connection;

/// <summary>Opens the connection, and opens it again with growing delays whenever it is refused or lost, until it is told to stop.</summary>
internal sealed class ConnectionKeeper(
    MqttClientOptions options,
    TimeProvider time,
    string endpoint,
    ClientSession session,
    ReceiverCalls receiver,
    ConnectionStatus status)
{
    private readonly ExponentialBackoff _backoff = new(options.ReconnectDelay, options.MaxReconnectDelay, options.Jitter);
    private readonly ConnectionOpener _opener = new(options, time, endpoint);
    private int _failures;

    /// <summary>Keeps the connection until it is told to stop, or refused for good before it was ever accepted.</summary>
    /// <param name="goodbye">What to send once told to stop; <see langword="null"/>: nothing.</param>
    /// <param name="stopping">Tells it to stop.</param>
    public async Task RunAsync(Func<DisconnectPacket?> goodbye, CancellationToken stopping)
    {
        MqttException? final = null;
        _failures = 0;
        try
        {
            while (final is null && !stopping.IsCancellationRequested)
            {
                final = await KeepOnceAsync(goodbye, stopping).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Told to stop.
        }

        status.Change(MqttConnectionState.Disconnected, final);
    }

    // Returns the refusal that ends the attempts, if there was one.
    private async Task<MqttException?> KeepOnceAsync(Func<DisconnectPacket?> goodbye, CancellationToken stopping)
    {
        status.Change(MqttConnectionState.Connecting);
        MqttException? error;
        try
        {
            var opened = await _opener.OpenAsync(stopping).ConfigureAwait(false);
            error = await ServeAsync(opened, goodbye, stopping).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // A fault of ours must not end the attempts without a word.
            var refusal = fault as MqttException ?? new MqttConnectionException(endpoint, $"the client failed: {fault.Message}", innerException: fault);
            Note(refusal, counters => counters.ConnectionsFailed++);
            if (!_opener.WasAccepted && refusal is MqttRefusedException refused && Refusals.AreFinal(refused.ReasonCode))
            {
                return refusal;
            }

            _failures++;
            error = refusal;
        }

        if (error is not null)
        {
            await WaitAsync(error, stopping).ConfigureAwait(false);
        }

        return null;
    }

    // Returns why the connection ended; null when it was told to stop.
    private async Task<MqttException?> ServeAsync(OpenedConnection opened, Func<DisconnectPacket?> goodbye, CancellationToken stopping)
    {
        var began = time.GetTimestamp();
        MqttException? error;
        var connection = new ServerConnection(options, opened, session, receiver, time, endpoint);
        await using (connection.ConfigureAwait(false))
        {
            status.Accept(opened.Grant);
            using var registration = stopping.UnsafeRegister(_ => connection.Leave(goodbye()), null);
            error = await connection.RunAsync(stopping).ConfigureAwait(false);
        }

        if (error is not null)
        {
            // A server that accepts and drops at once is no better than one that refuses: the delay goes on growing.
            _failures = time.GetElapsedTime(began) >= options.MaxReconnectDelay ? 1 : _failures + 1;
            Note(error, counters => counters.ConnectionsLost++);
        }

        return error;
    }

    private async Task WaitAsync(MqttException error, CancellationToken stopping)
    {
        var delay = _backoff.Delay(_failures, Random.Shared.NextDouble());
        var wait = Task.Delay(delay, time, stopping);
        status.Change(MqttConnectionState.WaitingToReconnect, error, time.GetUtcNow() + delay);
        await wait.ConfigureAwait(false);
    }

    private void Note(MqttException error, Action<ClientCounters> count)
    {
        lock (session.Gate)
        {
            count(session.Counters);
            session.Counters.ProtocolViolations += error is MqttProtocolException ? 1 : 0;
            session.Counters.Note(error);
        }
    }
}
