using System.Net;
using Microsoft.Extensions.Logging;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Packets;
using MQTTnet.Protocol;
using Twins.Connections;
using Twins.Sites;

namespace Twins.Adapters.Mqtt.DeviceSide;

/// <summary>A device's own link to its broker, after its description: says that it is there, listens to its commands, and has a will.</summary>
internal sealed class MqttDeviceLink : IAsyncDisposable
{
    private static readonly TimeSpan PublishLimit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(30);

    private readonly MqttDeviceSide _side;
    private readonly string _device;
    private readonly Action<MqttDeviceCommand, MqttApplicationMessage> _commanded;
    private readonly ILogger _logger;
    private readonly MqttLink _link;

    /// <summary>Prepares the link; nothing is opened yet.</summary>
    /// <param name="definition">The device.</param>
    /// <param name="side">Its side of the description.</param>
    /// <param name="version">The version that it speaks.</param>
    /// <param name="broker">Where its broker listens, without TLS and open to it.</param>
    /// <param name="commanded">Called with each command, on the link's thread.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="logger">The log.</param>
    public MqttDeviceLink(
        TwinDefinition definition,
        MqttDeviceSide side,
        MqttVersion version,
        IPEndPoint broker,
        Action<MqttDeviceCommand, MqttApplicationMessage> commanded,
        TimeProvider clock,
        ILogger logger)
    {
        (_side, _device, _commanded, _logger) = (side, definition.Key.ToString(), commanded, logger);
        var options = new MqttLinkOptions(broker.ToString(), () => Connect(definition, version, broker), [.. side.Commands.Select(Subscription)]);
        _link = new MqttLink(options, OnArrived, clock, logger) { StateChanged = OnStateChanged };
    }

    /// <summary>Connects, and stays connected.</summary>
    public void Open() => _link.Open();

    /// <summary>Publishes; what cannot be published is lost, as at a device with a bad link: the next report comes anyway.</summary>
    public void Publish(string topic, ReadOnlyMemory<byte> payload, int qualityOfService, bool retain = false, byte[]? correlation = null)
    {
        if (_link.State == ConnectionState.Connected)
        {
            _ = PublishAsync(new MqttApplicationMessage
            {
                Topic = topic,
                Payload = new System.Buffers.ReadOnlySequence<byte>(payload),
                QualityOfServiceLevel = (MqttQualityOfServiceLevel)qualityOfService,
                Retain = retain,
                CorrelationData = correlation,
            });
        }
    }

    /// <summary>Loses its connection, so that the broker publishes its will, and connects again.</summary>
    public Task RestartAsync() => _link.RestartAsync();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _link.DisposeAsync();

    private static MqttTopicFilter Subscription(MqttDeviceCommand command) => new()
    {
        Topic = command.Topic, QualityOfServiceLevel = (MqttQualityOfServiceLevel)command.Command.QualityOfService,
    };

    private MqttClientOptions Connect(TwinDefinition definition, MqttVersion version, IPEndPoint broker)
    {
        var options = new MqttClientOptions
        {
            ChannelOptions = new MqttClientTcpOptions { RemoteEndpoint = broker, NoDelay = true },
            ProtocolVersion = version == MqttVersion.V311 ? MqttProtocolVersion.V311 : MqttProtocolVersion.V500,
            ClientId = $"{definition.Key.Site}-{definition.Key.Device}",
            CleanSession = true,
            KeepAlivePeriod = KeepAlive,
            ValidateFeatures = false,
        };
        if (_side.Presence is { } presence)
        {
            options.WillTopic = presence.Topic;
            options.WillPayload = presence.Offline.ToArray();
            options.WillQualityOfServiceLevel = (MqttQualityOfServiceLevel)presence.QualityOfService;
            options.WillRetain = true;
        }

        return options;
    }

    private void OnArrived(MqttArrived arrived)
    {
        arrived.Settle();
        foreach (MqttDeviceCommand command in _side.Commands)
        {
            if (command.Topic != arrived.Message.Topic)
            {
                continue;
            }

            // A command of the past, however long ago it was given.
            if (arrived.Message.Retain)
            {
                _logger.RetainedCommandIgnored(_device, command.Topic);
                continue;
            }

            _commanded(command, arrived.Message);
        }
    }

    private void OnStateChanged(ConnectionState state, string? reason)
    {
        if (state == ConnectionState.Connected && _side.Presence is { } presence)
        {
            Publish(presence.Topic, presence.Online, presence.QualityOfService, retain: true);
        }
    }

    private async Task PublishAsync(MqttApplicationMessage message)
    {
        MqttPublished result = await _link.PublishAsync(message, PublishLimit).ConfigureAwait(false);
        if (result.Progress is not (PublishProgress.Accepted or PublishProgress.Unheard))
        {
            _logger.ReportLost(_device, message.Topic, result.Reason);
        }
    }
}
