using MQTTnet;
using MQTTnet.Packets;
using MQTTnet.Protocol;
using MQTTnet.Server;
using Twins.Adapters.Mqtt.Broker.Access;
using Twins.Adapters.Mqtt.Broker.Channels;
using Twins.Adapters.Mqtt.Broker.Diagnostics;
using Twins.Adapters.Mqtt.Broker.Retained;

namespace Twins.Adapters.Mqtt.Broker;

/// <summary>
/// What MQTTnet's server asks about: who may connect, publish and subscribe, what is retained, and whether a client has room for a
/// message. A rule that fails refuses what it was asked about, is logged, and ends nothing.
/// </summary>
internal sealed class BrokerRules(
    SiteBrokerOptions options, BrokerAccess access, ConnectedClients clients, RetainedMessages retained, BrokerDiagnostics diagnostics, TimeProvider clock)
{
    /// <summary>Shared subscriptions.</summary>
    public ShareGroups Shares { get; } = new();

    /// <summary>Answers a server's questions from now on.</summary>
    public void Attach(MqttServer server)
    {
        server.ValidatingConnectionAsync += Guarded<ValidatingConnectionEventArgs>(
            "Admitting a client", OnConnectingAsync, static asked => asked.ReasonCode = MqttConnectReasonCode.ServerUnavailable);
        server.InterceptingPublishAsync += Guarded<InterceptingPublishEventArgs>("Accepting a message", OnPublishAsync, static asked => Refuse(asked));
        server.InterceptingSubscriptionAsync += Guarded<InterceptingSubscriptionEventArgs>(
            "Accepting a subscription", OnSubscribeAsync, static asked => Refuse(asked, MqttSubscribeReasonCode.ImplementationSpecificError));
        server.InterceptingUnsubscriptionAsync += Guarded<InterceptingUnsubscriptionEventArgs>("Ending a subscription", OnUnsubscribeAsync, static _ => { });
        server.InterceptingClientEnqueueAsync += Guarded<InterceptingClientApplicationMessageEnqueueEventArgs>(
            "Delivering a message", OnEnqueueAsync, static asked => asked.AcceptEnqueue = false);
        server.QueuedApplicationMessageOverwrittenAsync += Guarded<QueueMessageOverwrittenEventArgs>("Counting a dropped message", OnOverwrittenAsync, static _ => { });
    }

    private static void Refuse(InterceptingPublishEventArgs asked, MqttPubAckReasonCode reason = MqttPubAckReasonCode.ImplementationSpecificError)
    {
        asked.ProcessPublish = false;
        asked.Response.ReasonCode = reason;
    }

    private static void Refuse(InterceptingSubscriptionEventArgs asked, MqttSubscribeReasonCode reason)
    {
        asked.ProcessSubscription = false;
        asked.Response.ReasonCode = reason;
    }

    private async ValueTask OnConnectingAsync(ValidatingConnectionEventArgs asked)
    {
        var client = (ClientChannel)asked.ChannelAdapter;
        var (code, reason) = await DecideAsync(client, asked).ConfigureAwait(false);
        if (code != MqttConnectReasonCode.Success)
        {
            asked.ReasonCode = code;
            diagnostics.Report(BrokerCount.ConnectionsRefused, client.ClientId, client.RemoteEndPoint, reason);
        }
    }

    private async ValueTask<(MqttConnectReasonCode Code, string Reason)> DecideAsync(ClientChannel client, ValidatingConnectionEventArgs asked)
    {
        if (!string.IsNullOrEmpty(asked.AuthenticationMethod))
        {
            return (MqttConnectReasonCode.BadAuthenticationMethod, $"It asks for the authentication method '{asked.AuthenticationMethod}'; there are none but password and certificate.");
        }

        var connect = client.Connect!;
        var admission = await access.AdmitAsync(connect.Username, connect.Password, client.ClientCertificate, asked.CancellationToken).ConfigureAwait(false);
        if (admission.Identity is not { } identity)
        {
            return (admission.Refusal, admission.Reason ?? "It is not known.");
        }

        if (connect.WillFlag && !identity.MayPublish(client.ClientId, connect.WillTopic))
        {
            return (MqttConnectReasonCode.NotAuthorized, $"Its will is for '{connect.WillTopic}', to which it may not publish.");
        }

        client.Identity = identity;
        return await clients.ClaimAsync(client, asked.CancellationToken).ConfigureAwait(false) ?? (MqttConnectReasonCode.Success, "");
    }

    private ValueTask OnPublishAsync(InterceptingPublishEventArgs asked)
    {
        var message = asked.ApplicationMessage;
        if (!asked.ProcessPublish || !clients.TryGet(asked.ClientId, out var client))
        {
            asked.ProcessPublish = false;
            return ValueTask.CompletedTask;
        }

        if (message.Topic.StartsWith('$'))
        {
            RefuseMessage(asked, client, $"It published to '{message.Topic}'; topics that begin with '$' are the broker's own.");
            return ValueTask.CompletedTask;
        }

        if (!client.Identity.MayPublish(client.ClientId, message.Topic))
        {
            RefuseMessage(asked, client, $"'{client.Identity.Name}' may not publish to '{message.Topic}'.");
            return ValueTask.CompletedTask;
        }

        // MQTT-3.3.1-3: the mark of a repetition concerns one hop. Identifiers of subscriptions are the server's.
        message.Dup = false;
        message.SubscriptionIdentifiers = null;
        if (message.MessageExpiryInterval > 0)
        {
            message.UserProperties = new MessageDeadline(message.UserProperties, TimeSpan.FromSeconds(message.MessageExpiryInterval), clock);
        }

        if (message.Retain)
        {
            OnRetained(asked, client, message);
        }

        Shares.Decide(message);
        return ValueTask.CompletedTask;
    }

    private void OnRetained(InterceptingPublishEventArgs asked, ClientChannel client, MqttApplicationMessage message)
    {
        if (IsCommand(message.Topic))
        {
            asked.ProcessPublish = false;
            asked.Response.ReasonCode = MqttPubAckReasonCode.NotAuthorized;
            diagnostics.Report(
                BrokerCount.RetainRefused, client.ClientId, client.RemoteEndPoint, $"A retained message to the command topic '{message.Topic}' was dropped: it would command the device at each of its connections.");
        }
        else if (!retained.TrySet(message))
        {
            message.Retain = false;
            asked.Response.ReasonCode = MqttPubAckReasonCode.QuotaExceeded;
            diagnostics.Report(
                BrokerCount.RetainRefused, client.ClientId, client.RemoteEndPoint, $"A message to '{message.Topic}' was delivered and not retained: {retained.Count} retained messages with {retained.Bytes} bytes leave no room.");
        }
    }

    /// <summary>Whether commands are sent to a topic.</summary>
    public bool IsCommand(string topic)
    {
        foreach (var pattern in options.CommandTopics)
        {
            if (TopicFilters.MatchesPattern(pattern, topic))
            {
                return true;
            }
        }

        return false;
    }

    private void RefuseMessage(InterceptingPublishEventArgs asked, ClientChannel client, string reason)
    {
        Refuse(asked, MqttPubAckReasonCode.NotAuthorized);
        diagnostics.Report(BrokerCount.MessagesRefused, client.ClientId, client.RemoteEndPoint, reason);
    }

    private ValueTask OnSubscribeAsync(InterceptingSubscriptionEventArgs asked)
    {
        var wanted = asked.TopicFilter;
        if (!clients.TryGet(asked.ClientId, out var client))
        {
            Refuse(asked, MqttSubscribeReasonCode.UnspecifiedError);
            return ValueTask.CompletedTask;
        }

        var named = TopicFilters.Show(wanted.Topic);
        var isShared = TopicFilters.TryShared(named, out var group, out var inner);
        var filter = isShared ? inner : named;
        var (code, reason) =
            !TopicFilters.IsFilter(filter) || (isShared && group.AsSpan().ContainsAny('+', '#')) ? (MqttSubscribeReasonCode.TopicFilterInvalid, $"'{named}' is no topic filter.")
            : !client.Identity.MaySubscribe(client.ClientId, filter) ? (MqttSubscribeReasonCode.NotAuthorized, $"'{client.Identity.Name}' may not subscribe to '{filter}'.")
            : !client.Subscriptions.CanAdd(filter, isShared ? group : null, options.MaxSubscriptions) ? (MqttSubscribeReasonCode.QuotaExceeded, $"'{named}' is beyond its {options.MaxSubscriptions} subscriptions, or held shared and not.")
            : !clients.TrySubscribe(client, filter, isShared ? group : null) ? (MqttSubscribeReasonCode.QuotaExceeded, $"{options.MaxSubscribedSessions} sessions have subscriptions, which is the limit.")
            : default;
        if (reason is not null)
        {
            Refuse(asked, code);
            diagnostics.Report(BrokerCount.MessagesRefused, client.ClientId, client.RemoteEndPoint, reason);
            return ValueTask.CompletedTask;
        }

        if (isShared)
        {
            // A retained message would go to every member, each time one joins.
            (wanted.Topic, wanted.RetainHandling) = (filter, MqttRetainHandling.DoNotSendOnSubscribe);
            Shares.Join(client, group, filter);
        }

        if (client.IsBridge)
        {
            (wanted.NoLocal, wanted.RetainAsPublished) = (true, true);
        }

        return ValueTask.CompletedTask;
    }

    private ValueTask OnUnsubscribeAsync(InterceptingUnsubscriptionEventArgs asked)
    {
        if (clients.TryGet(asked.ClientId, out var client) && clients.Unsubscribe(client, asked.Topic) is { } group)
        {
            Shares.Leave(client, group, asked.Topic);
        }

        return ValueTask.CompletedTask;
    }

    // Asked for each client that a message leads to, on the reading loop of its publisher: to wait here slows the publisher.
    private async ValueTask OnEnqueueAsync(InterceptingClientApplicationMessageEnqueueEventArgs asked)
    {
        var message = asked.ApplicationMessage;
        if (!clients.TryGet(asked.ReceiverClientId, out var receiver) || !Shares.Gets(receiver, message))
        {
            asked.AcceptEnqueue = false;
            return;
        }

        // A client must not wait for itself: it could not take its acknowledgements meanwhile.
        if (receiver.Queue is { IsCongested: true, IsSlow: false } && clients.TryGet(asked.SenderClientId, out var sender) && sender != receiver)
        {
            diagnostics.Count(BrokerCount.PublisherPauses);
            if (!await receiver.Queue.WaitForRoomAsync(options.PublisherPatience, clock, CancellationToken.None).ConfigureAwait(false))
            {
                diagnostics.Report(
                    BrokerCount.DroppedQueueFull, receiver.ClientId, receiver.RemoteEndPoint, $"It takes its messages more slowly than they come: {receiver.Queue.Messages} messages with {receiver.Queue.Bytes} bytes wait. Publishers no longer wait for it.", count: false);
            }
        }

        if (!receiver.Queue.TryReserve(message.Payload.Length + message.Topic.Length))
        {
            asked.AcceptEnqueue = false;
            diagnostics.Report(
                BrokerCount.DroppedQueueFull, receiver.ClientId, receiver.RemoteEndPoint, $"A message to it was dropped: {receiver.Queue.Messages} messages with {receiver.Queue.Bytes} bytes wait, {receiver.Queue.Dropped} were dropped.");
        }
    }

    // The server's own bound comes after ours, and displaces the oldest.
    private ValueTask OnOverwrittenAsync(QueueMessageOverwrittenEventArgs dropped)
    {
        if (clients.TryGet(dropped.ReceiverClientId, out var receiver) && dropped.Packet is MqttPublishPacket message)
        {
            receiver.Queue.Release(ClientChannel.SizeOf(message));
            diagnostics.Report(BrokerCount.DroppedQueueFull, receiver.ClientId, receiver.RemoteEndPoint, $"The oldest message to it, of '{message.Topic}', was overwritten.");
        }

        return ValueTask.CompletedTask;
    }

    private Func<T, Task> Guarded<T>(string what, Func<T, ValueTask> rule, Action<T> refuse) => async asked =>
    {
        try
        {
            await rule(asked).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The client left, or the broker stops.
            refuse(asked);
        }
        catch (Exception fault)
        {
            diagnostics.ReportFault(what, fault);
            refuse(asked);
        }
    };
}
