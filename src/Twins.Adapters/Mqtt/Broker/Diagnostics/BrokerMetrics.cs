using System.Diagnostics.Metrics;
using Twins.Brokers;

namespace Twins.Adapters.Mqtt.Broker.Diagnostics;

/// <summary>
/// What brokers count, under the meter <c>Twins.Mqtt.Broker</c>, by site: what other brokers publish below <c>$SYS</c>. Figures are
/// taken when somebody collects, once for all instruments.
/// </summary>
internal sealed class BrokerMetrics : IDisposable
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "Twins.Mqtt.Broker";

    private static readonly TimeSpan MaxAge = TimeSpan.FromMilliseconds(500);

    private readonly Func<IEnumerable<SiteBroker>> _brokers;
    private readonly TimeProvider _clock;
    private readonly Meter _meter;
    private readonly Lock _gate = new();
    private (SiteBroker Broker, BrokerFigures Figures)[] _taken = [];
    private long _takenAt;

    public BrokerMetrics(Func<IEnumerable<SiteBroker>> brokers, TimeProvider clock, IMeterFactory factory)
    {
        (_brokers, _clock) = (brokers, clock);
        _meter = factory.Create(MeterName);
        Gauge("clients", "{client}", "Clients connected", (_, figures) => figures.Clients);
        Gauge("subscriptions", "{subscription}", "Subscriptions held", (_, figures) => figures.Subscriptions);
        Gauge("retained.messages", "{message}", "Retained messages held", (_, figures) => figures.RetainedMessages);
        Gauge("retained.bytes", "By", "Bytes of the retained messages", (_, figures) => figures.RetainedBytes);
        Gauge("queued.messages", "{message}", "Messages that wait for clients", (_, figures) => figures.QueuedMessages);
        Gauge("queued.bytes", "By", "Bytes that wait for clients", (broker, _) => broker.Clients.All.Sum(client => client.Queue.Bytes));
        Gauge("slow.clients", "{client}", "Clients that take their messages more slowly than they come", (broker, _) => broker.Clients.All.Count(client => client.Queue.IsSlow));
        Count("messages.received", "{message}", "Messages received", (_, figures) => figures.Received);
        Count("messages.sent", "{message}", "Messages sent", (_, figures) => figures.Sent);
        Count("messages.dropped", "{message}", "Deliveries dropped, for whatever reason", (_, figures) => figures.Dropped);
        Count("messages.overwritten", "{message}", "Deliveries dropped because the client's queue was full", Counted(BrokerCount.DroppedQueueFull));
        Count("messages.expired", "{message}", "Deliveries dropped because the message had expired", Counted(BrokerCount.DroppedExpired));
        Count("messages.refused", "{message}", "Messages and subscriptions refused: not authorised, or beyond a bound", Counted(BrokerCount.MessagesRefused));
        Count("retain.refused", "{message}", "Retained messages refused: to a command topic, or beyond a bound", Counted(BrokerCount.RetainRefused));
        Count("publisher.pauses", "{pause}", "How often a publisher waited for a slow client", Counted(BrokerCount.PublisherPauses));
        Count("bytes.received", "By", "Bytes received over connections that ended", Counted(BrokerCount.BytesReceived));
        Count("bytes.sent", "By", "Bytes sent over connections that ended", Counted(BrokerCount.BytesSent));
        Count("connections.accepted", "{connection}", "Transports accepted", Counted(BrokerCount.ConnectionsAccepted));
        Count("connections.refused", "{connection}", "Clients refused", Counted(BrokerCount.ConnectionsRefused));
        Count("takeovers", "{connection}", "Connections that another one of the same identity replaced", Counted(BrokerCount.TakeOvers));
        Count("violations", "{connection}", "Connections closed because the client broke the standard", (_, figures) => figures.Violations);
        Count("faults", "{fault}", "Faults of the broker itself, each in the log", Counted(BrokerCount.ServerFaults));
    }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    private static Func<SiteBroker, BrokerFigures, long> Counted(BrokerCount what) => (broker, _) => broker.Diagnostics[what];

    private void Gauge(string name, string unit, string about, Func<SiteBroker, BrokerFigures, long> figure) =>
        _meter.CreateObservableGauge($"twins.mqtt.broker.{name}", () => Measure(figure), unit, about);

    private void Count(string name, string unit, string about, Func<SiteBroker, BrokerFigures, long> figure) =>
        _meter.CreateObservableCounter($"twins.mqtt.broker.{name}", () => Measure(figure), unit, about);

    private IEnumerable<Measurement<long>> Measure(Func<SiteBroker, BrokerFigures, long> figure) =>
        Take().Select(taken => new Measurement<long>(figure(taken.Broker, taken.Figures), new KeyValuePair<string, object?>("site", taken.Broker.Options.Site)));

    private (SiteBroker Broker, BrokerFigures Figures)[] Take()
    {
        lock (_gate)
        {
            if (_takenAt == 0 || _clock.GetElapsedTime(_takenAt) > MaxAge)
            {
                _taken = [.. _brokers().Select(broker => (broker, BrokerStatusView.FiguresOf(broker)))];
                _takenAt = _clock.GetTimestamp();
            }

            return _taken;
        }
    }
}
