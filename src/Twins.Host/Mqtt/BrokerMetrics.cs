using System.Diagnostics.Metrics;
using Twins.Protocols.Mqtt;

namespace Twins.Hosting.Mqtt;

/// <summary>
/// What the brokers count, under the meter <c>Twins.Mqtt.Broker</c>, by site: what other brokers publish below <c>$SYS</c>. Figures are
/// taken when somebody collects, once for all instruments.
/// </summary>
internal sealed class BrokerMetrics : IHostedService, IDisposable
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "Twins.Mqtt.Broker";

    private static readonly TimeSpan MaximumAge = TimeSpan.FromMilliseconds(500);

    private readonly SiteBrokers _brokers;
    private readonly TimeProvider _clock;
    private readonly Meter _meter;
    private readonly Lock _gate = new();
    private (string Site, MqttBrokerFigures Figures)[] _taken = [];
    private long _takenAt;

    public BrokerMetrics(SiteBrokers brokers, TimeProvider clock, IMeterFactory factory)
    {
        _brokers = brokers;
        _clock = clock;
        _meter = factory.Create(MeterName);
        Gauge("clients", "{client}", "Clients connected", figures => figures.Connections);
        Gauge("sessions", "{session}", "Sessions held, with or without a connection", figures => figures.Sessions);
        Gauge("subscriptions", "{subscription}", "Subscriptions held", figures => figures.Subscriptions);
        Gauge("retained.messages", "{message}", "Retained messages held", figures => figures.RetainedMessages);
        Gauge("retained.bytes", "By", "Bytes of the retained messages", figures => figures.RetainedBytes);
        Gauge("queued.messages", "{message}", "Messages of QoS 1 and 2 held for clients", figures => figures.QueuedMessages);
        Gauge("queued.bytes", "By", "Bytes held for clients", figures => figures.QueuedBytes);
        Gauge("slow.clients", "{client}", "Clients that take their messages more slowly than they come", figures => figures.SlowConsumers);
        Count("messages.received", "{message}", "Messages received", figures => figures.MessagesReceived);
        Count("messages.sent", "{message}", "Messages sent, repetitions included", figures => figures.MessagesSent);
        Count("messages.dropped", "{message}", "Deliveries dropped, for whatever reason", BrokerStatusView.Dropped);
        Count("messages.refused", "{message}", "Messages refused: not authorised, or beyond a bound", figures => figures.MessagesRefused);
        Count("bytes.received", "By", "Bytes received", figures => figures.BytesReceived);
        Count("bytes.sent", "By", "Bytes sent", figures => figures.BytesSent);
        Count("connections.accepted", "{connection}", "Transports accepted", figures => figures.ConnectionsAccepted);
        Count("connections.refused", "{connection}", "Clients refused", figures => figures.ConnectionsRefused);
        Count("violations", "{connection}", "Connections closed because the client broke the standard", figures => figures.ProtocolViolations);
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    private void Gauge(string name, string unit, string about, Func<MqttBrokerFigures, long> figure) =>
        _meter.CreateObservableGauge($"twins.mqtt.broker.{name}", () => Measure(figure), unit, about);

    private void Count(string name, string unit, string about, Func<MqttBrokerFigures, long> figure) =>
        _meter.CreateObservableCounter($"twins.mqtt.broker.{name}", () => Measure(figure), unit, about);

    private IEnumerable<Measurement<long>> Measure(Func<MqttBrokerFigures, long> figure) =>
        Figures().Select(taken => new Measurement<long>(figure(taken.Figures), new KeyValuePair<string, object?>("site", taken.Site)));

    private (string Site, MqttBrokerFigures Figures)[] Figures()
    {
        lock (_gate)
        {
            if (_takenAt == 0 || _clock.GetElapsedTime(_takenAt) > MaximumAge)
            {
                _taken = [.. _brokers.Running.Select(running => (running.Key, running.Value.Broker.Figures))];
                _takenAt = _clock.GetTimestamp();
            }

            return _taken;
        }
    }
}
