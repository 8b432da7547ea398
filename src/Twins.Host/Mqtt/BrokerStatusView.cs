using Twins.Brokers;
using Twins.Protocols.Mqtt;

namespace Twins.Hosting.Mqtt;

/// <summary>A broker's figures and diagnostics as an operator sees them. Pure.</summary>
internal static class BrokerStatusView
{
    private const int MostSlowClients = 10;
    private const int MostIncidents = 10;

    /// <summary>How a running broker is.</summary>
    /// <param name="hosted">The broker.</param>
    /// <param name="webSockets">Host, port and path at which the web listener serves it.</param>
    public static BrokerStatus Of(HostedBroker hosted, IEnumerable<string> webSockets) => new(
        [
            .. hosted.Listeners.Select(listener => new BrokerListener(listener.IsTls ? "tls" : "tcp", listener.Endpoint.ToString())),
            .. webSockets.Select(address => new BrokerListener("websocket", address)),
        ],
        Fault: null,
        hosted.Journal is not null,
        hosted.Access.Accounts,
        Of(hosted.Broker.Figures),
        [.. hosted.Broker.Clients.Where(client => client.IsSlow).OrderByDescending(client => client.QueuedBytes).Take(MostSlowClients).Select(Of)],
        [.. hosted.Broker.Diagnostics.Reverse().Take(MostIncidents).Select(Of)]);

    /// <summary>The sum of what was dropped, whatever the reason.</summary>
    public static long Dropped(MqttBrokerFigures figures) =>
        figures.DroppedSlow + figures.DroppedQueueFull + figures.DroppedExpired + figures.DroppedTooLarge;

    private static BrokerFigures Of(MqttBrokerFigures figures) => new(
        figures.Connections,
        figures.Sessions,
        figures.Subscriptions,
        figures.RetainedMessages,
        figures.RetainedBytes,
        figures.QueuedMessages,
        figures.MessagesReceived,
        figures.MessagesSent,
        Dropped(figures),
        figures.ConnectionsRefused + figures.MessagesRefused,
        figures.ProtocolViolations);

    private static SlowClient Of(MqttBrokerClient client) => new(client.ClientId, client.QueuedMessages, client.QueuedBytes, client.Dropped);

    private static BrokerIncident Of(MqttIncident incident) => new(
        Timestamp.From(incident.At),
        incident.ClientId,
        incident.RemoteEndPoint?.ToString() ?? "",
        incident.Clause is { } clause && !incident.Message.Contains(clause, StringComparison.Ordinal) ? $"{incident.Message} [{clause}]" : incident.Message);
}
