using System.Buffers;
using System.Collections.Immutable;
using MQTTnet;
using MQTTnet.Protocol;
using Twins.Protocols.Mqtt.Client.Connection;
using Twins.Protocols.Mqtt.Wire;

namespace Twins.Protocols.Mqtt.Client;

/// <summary>The port's options and messages as those of the library MQTTnet, and back.</summary>
internal static class MqttNetMapping
{
    public static MQTTnet.MqttClientOptions ToLibrary(this MqttClientOptions options, string clientId, bool cleanStart)
    {
        var is5 = options.Version == MqttProtocolVersion.V500;
        var builder = new MqttClientOptionsBuilder()
            .WithProtocolVersion(is5 ? MQTTnet.Formatter.MqttProtocolVersion.V500 : MQTTnet.Formatter.MqttProtocolVersion.V311)
            .WithClientId(clientId)
            .WithCleanSession(is5 ? cleanStart : options.SessionExpiry == TimeSpan.Zero)
            .WithKeepAlivePeriod(options.KeepAlive)
            .WithTimeout(options.ConnectTimeout);
        if (options.Username is not null)
        {
            builder.WithCredentials(options.Username, options.Password?.ToArray());
        }

        if (is5)
        {
            builder.WithReceiveMaximum((ushort)options.ReceiveMaximum)
                .WithMaximumPacketSize((uint)options.MaximumPacketSize)
                .WithTopicAliasMaximum((ushort)options.TopicAliasMaximum)
                .WithRequestResponseInformation(options.RequestResponseInformation)
                .WithSessionExpiryInterval(Handshake.SessionExpirySeconds(options.SessionExpiry));
            foreach (var property in options.UserProperties)
            {
                builder.WithUserProperty(property.Name, property.Value);
            }
        }

        AddTransport(builder, options);
        if (options.Will is { } will)
        {
            AddWill(builder, will, is5);
        }

        return builder.Build();
    }

    public static MqttApplicationMessage ToLibrary(this MqttMessage message, MqttProtocolVersion version)
    {
        var builder = new MqttApplicationMessageBuilder()
            .WithTopic(message.Topic)
            .WithPayload(message.Payload.ToArray())
            .WithQualityOfServiceLevel((MqttQualityOfServiceLevel)message.QualityOfService)
            .WithRetainFlag(message.Retain);
        if (version != MqttProtocolVersion.V500)
        {
            return builder.Build();
        }

        if (message.MessageExpiry is not null)
        {
            builder.WithMessageExpiryInterval(MessageProperties.ExpirySeconds(message)!.Value);
        }

        if (message.CorrelationData is { } correlation)
        {
            builder.WithCorrelationData(correlation.ToArray());
        }

        foreach (var property in message.UserProperties)
        {
            builder.WithUserProperty(property.Name, property.Value);
        }

        return builder
            .WithPayloadFormatIndicator(Format(message))
            .WithContentType(message.ContentType)
            .WithResponseTopic(message.ResponseTopic)
            .Build();
    }

    /// <summary>A received message as the port's, whose properties stand encoded in an <see cref="MqttIncomingMessage"/>.</summary>
    public static MqttMessage ToMessage(this MqttApplicationMessage message) => new()
    {
        Topic = message.Topic,
        Payload = message.Payload.ToArray(),
        QualityOfService = (MqttQualityOfService)message.QualityOfServiceLevel,
        Retain = message.Retain,
        IsUtf8Payload = message.PayloadFormatIndicator == MqttPayloadFormatIndicator.CharacterData,
        ContentType = message.ContentType,
        ResponseTopic = message.ResponseTopic,
        CorrelationData = message.CorrelationData is { } correlation ? new ReadOnlyMemory<byte>(correlation) : null,
        MessageExpiry = message.MessageExpiryInterval > 0 ? TimeSpan.FromSeconds(message.MessageExpiryInterval) : null,
        UserProperties = message.UserProperties is { } properties
            ? [.. properties.Select(property => new MqttUserProperty(property.Name, property.Value))]
            : [],
    };

    public static MqttServerGrant ToGrant(this MqttClientConnectResult result, MqttClientOptions options, string clientId)
    {
        var is5 = options.Version == MqttProtocolVersion.V500;
        var grant = new MqttServerGrant
        {
            ClientId = string.IsNullOrEmpty(result.AssignedClientIdentifier) ? clientId : result.AssignedClientIdentifier,
            SessionPresent = result.IsSessionPresent,
            SessionExpiry = result.SessionExpiryInterval is { } seconds ? TimeSpan.FromSeconds(seconds) : options.SessionExpiry,
            KeepAlive = is5 && result.ServerKeepAlive > 0 ? TimeSpan.FromSeconds(result.ServerKeepAlive) : options.KeepAlive,
        };
        return !is5 ? grant : grant with
        {
            ReceiveMaximum = result.ReceiveMaximum ?? ushort.MaxValue,
            MaximumPacketSize = (int?)result.MaximumPacketSize,
            TopicAliasMaximum = result.TopicAliasMaximum,
            MaximumQualityOfService = (MqttQualityOfService)result.MaximumQoS,
            RetainAvailable = result.RetainAvailable,
            WildcardSubscriptionAvailable = result.WildcardSubscriptionAvailable,
            SubscriptionIdentifierAvailable = result.SubscriptionIdentifiersAvailable,
            SharedSubscriptionAvailable = result.SharedSubscriptionAvailable,
            ResponseInformation = result.ResponseInformation,
        };
    }

    public static MqttClientSubscribeOptions ToLibrary(ImmutableArray<MqttSubscription> subscriptions, int identifier, MqttProtocolVersion version)
    {
        var builder = new MqttClientSubscribeOptionsBuilder();
        var is5 = version == MqttProtocolVersion.V500;
        foreach (var subscription in subscriptions)
        {
            builder.WithTopicFilter(
                subscription.Filter,
                (MqttQualityOfServiceLevel)subscription.QualityOfService,
                is5 && subscription.NoLocal,
                is5 && subscription.RetainAsPublished,
                is5 ? (MQTTnet.Protocol.MqttRetainHandling)subscription.RetainHandling : MQTTnet.Protocol.MqttRetainHandling.SendAtSubscribe);
        }

        return (is5 && identifier > 0 ? builder.WithSubscriptionIdentifier((uint)identifier) : builder).Build();
    }

    private static MqttPayloadFormatIndicator Format(MqttMessage message) =>
        message.IsUtf8Payload ? MqttPayloadFormatIndicator.CharacterData : MqttPayloadFormatIndicator.Unspecified;

    private static void AddTransport(MqttClientOptionsBuilder builder, MqttClientOptions options)
    {
        if (options.WebSocketPath is { } path)
        {
            var uri = new UriBuilder(options.Tls is null ? "ws" : "wss", options.Host, options.PortInUse, path).Uri;
            builder.WithWebSocketServer(socket => socket.WithUri(uri.ToString()));
        }
        else
        {
            builder.WithTcpServer(options.Host, options.PortInUse);
        }

        builder.WithTlsOptions(tls =>
        {
            tls.UseTls(options.Tls is not null);
            if (options.Tls is { } wanted)
            {
                tls.WithTargetHost(wanted.ServerName ?? options.Host).WithRevocationMode(wanted.RevocationCheck);
                if (wanted.TrustedRoots is { } roots)
                {
                    tls.WithTrustChain(roots);
                }

                if (wanted.ClientCertificates is { } certificates)
                {
                    tls.WithClientCertificates(certificates);
                }
            }
        });
    }

    private static void AddWill(MqttClientOptionsBuilder builder, MqttWill will, bool is5)
    {
        var message = will.Message;
        builder.WithWillTopic(message.Topic)
            .WithWillPayload(message.Payload.ToArray())
            .WithWillQualityOfServiceLevel((MqttQualityOfServiceLevel)message.QualityOfService)
            .WithWillRetain(message.Retain);
        if (!is5)
        {
            return;
        }

        builder.WithWillDelayInterval(Seconds.From(will.Delay, nameof(MqttWill.Delay)))
            .WithWillPayloadFormatIndicator(Format(message))
            .WithWillContentType(message.ContentType)
            .WithWillResponseTopic(message.ResponseTopic)
            .WithWillCorrelationData(message.CorrelationData?.ToArray());
        if (MessageProperties.ExpirySeconds(message) is { } expiry)
        {
            builder.WithWillMessageExpiryInterval(expiry);
        }

        foreach (var property in message.UserProperties)
        {
            builder.WithWillUserProperty(property.Name, property.Value);
        }
    }
}
