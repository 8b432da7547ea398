using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Twins.Connections;
using Twins.Adapters.Mqtt;
using Twins.Protocols.Mqtt;

namespace Twins.Adapters.Mqtt;

/// <summary>Brings a client to its broker and subscribes to what the devices say; tries again what somebody has to fix first.</summary>
internal sealed class BrokerSession(
    MqttMap map, Func<IMqttClient> create, MqttInbox inbox, ConnectionCounters counters, TimeProvider clock)
{
    // A SUBSCRIBE of so many topics stays far below the packets that brokers take.
    private const int TopicsPerRequest = 100;

    /// <summary>The client; null while what it needs is not there.</summary>
    public IMqttClient? Client { get; private set; }

    /// <summary>Connects and subscribes; ends when that is done, or when the connection is closed.</summary>
    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Whatever stands in the way, from a missing secret to a refusal, is shown and tried again.")]
    public async Task ConnectAsync(Acknowledgements acknowledgements, CancellationToken closing)
    {
        while (!closing.IsCancellationRequested)
        {
            try
            {
                Client ??= Create(acknowledgements);
                await Client.ConnectAsync(closing);
                await SubscribeAsync(Client, closing);
                return;
            }
            catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
            catch (Exception exception)
            {
                counters.SetState(ConnectionState.BackingOff);
                counters.RecordError(exception.Message);
            }

            await PauseAsync(closing);
        }
    }

    /// <summary>Says goodbye, for which there is not much time, and closes.</summary>
    public async Task CloseAsync(TimeSpan longest)
    {
        if (Client is not { } client)
        {
            return;
        }

        try
        {
            using var limit = new CancellationTokenSource(longest, clock);
            await client.DisconnectAsync(null, limit.Token);
        }
        catch (Exception exception) when (exception is MqttException or OperationCanceledException or ObjectDisposedException)
        {
            counters.RecordError(exception.Message);
        }

        await client.DisposeAsync();
    }

    private IMqttClient Create(Acknowledgements acknowledgements)
    {
        IMqttClient client = create();
        acknowledgements.Serve(client);
        client.StateChanged += OnStateChanged;
        counters.SetState(ConnectionState.Connecting);
        return client;
    }

    private async Task SubscribeAsync(IMqttClient client, CancellationToken closing)
    {
        // One subscription a topic, at the highest quality that one of its listeners wants.
        IEnumerable<MqttSubscription> subscriptions = map.Sources
            .GroupBy(source => source.Topic, StringComparer.Ordinal)
            .Select(sources => new MqttSubscription(sources.Key, (MqttQualityOfService)sources.Max(source => source.QualityOfService)));
        foreach (MqttSubscription[] some in subscriptions.Chunk(TopicsPerRequest))
        {
            ImmutableArray<MqttSubscribeResult> results = await client.SubscribeAsync([.. some], closing);
            foreach (MqttSubscribeResult refused in results.Where(result => !result.IsGranted))
            {
                counters.CountFailure($"the broker refuses the subscription to '{refused.Filter}': {refused.ReasonString ?? refused.ReasonCode.ToString()}");
            }
        }
    }

    private async Task PauseAsync(CancellationToken closing)
    {
        try
        {
            await Task.Delay(BrokerConnection.RefusalPause, clock, closing);
        }
        catch (OperationCanceledException)
        {
            // Closed.
        }
    }

    // On a thread of the client, not on a turn of the grain.
    private void OnStateChanged(object? sender, MqttConnectionStateChangedEventArgs change)
    {
        counters.SetState(change.State switch
        {
            MqttConnectionState.Connecting => ConnectionState.Connecting,
            MqttConnectionState.Connected => ConnectionState.Connected,
            MqttConnectionState.WaitingToReconnect => ConnectionState.BackingOff,
            _ => ConnectionState.Stopped,
        });
        if (change.Error is { } error)
        {
            counters.RecordError(error.Message);
        }

        inbox.OnStateChanged(sender, change);
    }
}
