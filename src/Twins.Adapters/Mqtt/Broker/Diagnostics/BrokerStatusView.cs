using Twins.Brokers;

namespace Twins.Adapters.Mqtt.Broker.Diagnostics;

/// <summary>A broker's figures and incidents as an operator sees them. Pure.</summary>
internal static class BrokerStatusView
{
    private const int MaxSlowClients = 10;
    private const int MaxIncidents = 10;

    /// <summary>How a running broker is.</summary>
    /// <param name="broker">The broker.</param>
    /// <param name="webSockets">Host, port and path at which the web listener serves it.</param>
    public static BrokerStatus Of(SiteBroker broker, IEnumerable<string> webSockets) => new(
        [
            .. broker.Addresses.Select(listener => new BrokerListener(listener.IsTls ? "tls" : "tcp", listener.Address.ToString())),
            .. webSockets.Select(address => new BrokerListener("websocket", address)),
        ],
        Fault: null,
        Persistent: false,
        broker.Access.Accounts,
        FiguresOf(broker),
        [
            .. broker.Clients.All.Where(client => client.Queue.IsSlow || client.Queue.IsCongested).OrderByDescending(client => client.Queue.Bytes).Take(MaxSlowClients)
                .Select(client => new SlowClient(client.ClientId, client.Queue.Messages, client.Queue.Bytes, client.Queue.Dropped)),
        ],
        [
            .. broker.Diagnostics.Last.Take(MaxIncidents)
                .Select(incident => new BrokerIncident(Timestamp.From(incident.At), incident.ClientId, incident.RemoteEndPoint?.ToString() ?? "", incident.Message)),
        ]);

    /// <summary>What it holds and has done.</summary>
    public static BrokerFigures FiguresOf(SiteBroker broker)
    {
        var counts = broker.Diagnostics;
        var connected = broker.Clients.Count;
        return new BrokerFigures(
            connected,
            connected,
            broker.Clients.Subscriptions,
            broker.Retained.Count,
            broker.Retained.Bytes,
            broker.Clients.All.Sum(client => client.Queue.Messages),
            counts[BrokerCount.MessagesReceived],
            counts[BrokerCount.MessagesSent],
            Dropped(broker),
            counts[BrokerCount.ConnectionsRefused] + counts[BrokerCount.MessagesRefused] + counts[BrokerCount.RetainRefused],
            counts[BrokerCount.Violations]);
    }

    /// <summary>The sum of what was dropped, whatever the reason.</summary>
    public static long Dropped(SiteBroker broker) =>
        broker.Diagnostics[BrokerCount.DroppedQueueFull] + broker.Diagnostics[BrokerCount.DroppedExpired] + broker.Diagnostics[BrokerCount.DroppedTooLarge];
}
