using Twins.Protocols.Mqtt.Broker.Routing;
using Twins.Protocols.Mqtt.Broker.Sessions;

namespace Twins.Protocols.Mqtt.Broker.Connections;

/// <summary>What all connections of a broker use.</summary>
internal sealed class BrokerServices
{
    public BrokerServices(
        MqttBrokerOptions options,
        IMqttAuthenticator? authenticator,
        IMqttAuthorizer? authorizer,
        IMqttBrokerStore? store,
        TimeProvider time)
    {
        Options = options;
        Authenticator = authenticator;
        Authorizer = authorizer;
        Store = store;
        Time = time;
        Messages = new MessageFactory(time);
        Incidents = new Diagnostics.IncidentLog(time);
        var limits = new QueueLimits(options.MaxQueuedMessages, options.MaxQueuedBytes);
        var sessionServices = new SessionServices(limits, Messages, store, Counters, Incidents, time);
        Retained = new RetainedMessages(options.MaxRetainedMessages, options.MaxRetainedBytes, Messages);
        Sessions = new SessionTable(options, Routes, sessionServices);
        Router = new Router(Routes, Retained, sessionServices);
    }

    public MqttBrokerOptions Options { get; }

    public IMqttAuthenticator? Authenticator { get; }

    public IMqttAuthorizer? Authorizer { get; }

    public IMqttBrokerStore? Store { get; }

    public TimeProvider Time { get; }

    public MessageFactory Messages { get; }

    public Diagnostics.BrokerCounters Counters { get; } = new();

    public Diagnostics.IncidentLog Incidents { get; }

    public RoutingTable Routes { get; } = new();

    public RetainedMessages Retained { get; }

    public SessionTable Sessions { get; }

    public Router Router { get; }

    /// <summary>Whether the broker stops, so that connections end for its sake and not for their clients'.</summary>
    public bool IsStopping { get; set; }
}
