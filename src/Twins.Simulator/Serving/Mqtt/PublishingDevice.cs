using Twins.Adapters.Mqtt;
using Twins.Points;
using Twins.Protocols.Mqtt;
using Twins.Simulator.Models;

namespace Twins.Simulator.Serving.Mqtt;

/// <summary>
/// A device as an MQTT client, after its description: says that it is there, reports as often as described, follows commands and answers
/// them, and has a will. Its clock is the platform's, also in simulated time: a device whose values are of the present tells the present.
/// </summary>
internal sealed class PublishingDevice(
    DeviceModel model, MqttDeviceSide side, Func<DeviceFault?> currentFault, Func<DateTimeOffset> now, TimeProvider clock)
    : IMqttReceiver, IAsyncDisposable
{
    private readonly List<ReportSchedule> _reports = [];
    private IMqttClient? _client;

    /// <summary>A birth or will message.</summary>
    public static MqttMessage Word(MqttDevicePresence presence, ReadOnlyMemory<byte> word) => new()
    {
        Topic = presence.Topic,
        Payload = word,
        QualityOfService = (MqttQualityOfService)presence.QualityOfService,
        Retain = true,
    };

    /// <summary>Connects, and reports from then on.</summary>
    public void Start(MqttClientOptions options)
    {
        var client = MqttClients.Create(options, this, clock);
        _client = client;
        client.StateChanged += OnStateChanged;
        _ = EndQuietlyAsync(client.ConnectAsync());
        if (side.Commands.Length > 0)
        {
            _ = EndQuietlyAsync(client.SubscribeAsync(
                [.. side.Commands.Select(command => new MqttSubscription(command.Topic, (MqttQualityOfService)command.Command.QualityOfService))]));
        }

        foreach (var report in side.Reports)
        {
            _reports.Add(new ReportSchedule(report, model, currentFault, Publish, clock));
        }
    }

    /// <inheritdoc/>
    public void OnMessage(in MqttIncomingMessage message)
    {
        foreach (var command in side.Commands)
        {
            if (System.Text.Encoding.UTF8.GetString(message.Topic) == command.Topic && currentFault() is not SilentFault)
            {
                Follow(command, message);
            }
        }
    }

    /// <inheritdoc/>
    public ValueTask OnBatchEndAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var report in _reports)
        {
            report.Dispose();
        }

        if (_client is { } client)
        {
            await client.DisposeAsync().ConfigureAwait(false);
        }
    }

    private void Follow(MqttDeviceCommand command, in MqttIncomingMessage message)
    {
        if (command.TryRead(message.Payload, out var value, out var id) != MqttFaultKind.None)
        {
            return;
        }

        var refusal = Accept(command, value);
        if (command.TryAnswer(id ?? Guid.Empty, refusal is null, refusal, out var topic, out var payload))
        {
            Publish(new MqttMessage
            {
                Topic = message.ResponseTopic.IsEmpty ? topic : System.Text.Encoding.UTF8.GetString(message.ResponseTopic),
                Payload = payload,
                QualityOfService = (MqttQualityOfService)command.Command.Acknowledgement!.QualityOfService,
                CorrelationData = message.CorrelationData.IsEmpty ? null : message.CorrelationData.ToArray(),
            });
        }

        // As devices do: what changed is told at once.
        foreach (var report in _reports)
        {
            report.Publish();
        }
    }

    /// <summary>Follows a command; returns why it does not.</summary>
    private string? Accept(MqttDeviceCommand command, PointValue value)
    {
        if (currentFault() is RefusingFault refusing)
        {
            return refusing.Code.ToString();
        }

        lock (model.Values.Gate)
        {
            if (!model.Setpoints.CanAccept(command.Ordinal, value))
            {
                return "no such value";
            }

            model.Setpoints.Accept(command.Ordinal, value, now());
            return null;
        }
    }

    private void OnStateChanged(object? sender, MqttConnectionStateChangedEventArgs change)
    {
        if (change.State == MqttConnectionState.Connected && side.Presence is { } presence)
        {
            Publish(Word(presence, presence.Online));
        }
    }

    // What cannot be published is lost, as at a device with a bad link; the next report comes anyway.
    private void Publish(MqttMessage message)
    {
        if (_client is { State: MqttConnectionState.Connected } client)
        {
            _ = EndQuietlyAsync(currentFault() is DisconnectingFault ? RestartAsync(client) : client.PublishAsync(message));
        }
    }

    private static async Task RestartAsync(IMqttClient client)
    {
        await client.DisconnectAsync(new MqttDisconnectOptions { PublishWill = true }).ConfigureAwait(false);
        await client.ConnectAsync().ConfigureAwait(false);
    }

    private static async Task EndQuietlyAsync(Task task)
    {
        try
        {
            await task.ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is MqttException or OperationCanceledException or ObjectDisposedException)
        {
            // The simulation ends, or the broker is gone: as with a device, nobody is told.
        }
    }
}
