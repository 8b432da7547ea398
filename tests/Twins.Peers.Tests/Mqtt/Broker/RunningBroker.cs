using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.Logging;
using Twins.Adapters.Mqtt.Broker;
using Twins.Adapters.Mqtt.Broker.Access;
using Twins.Adapters.Mqtt.Broker.Diagnostics;
using Twins.Brokers;

namespace Twins.Peers.Tests.Mqtt.Broker;

/// <summary>A broker in this process on a free loopback port, and what it logs.</summary>
internal sealed class RunningBroker : IAsyncDisposable
{
    private RunningBroker(SiteBroker broker, LogLines log) => (Broker, Log) = (broker, log);

    public SiteBroker Broker { get; }

    public LogLines Log { get; }

    public int Port => Broker.Addresses[0].Address.Port;

    public BrokerStatus Status => BrokerStatusView.Of(Broker, []);

    public static async Task<RunningBroker> StartAsync(
        Func<SiteBrokerOptions, SiteBrokerOptions>? change = null, BrokerAccess? access = null, TimeProvider? clock = null)
    {
        var log = new LogLines();
        var options = new SiteBrokerOptions { Owner = "The broker of 'lab'", Site = "lab", Endpoints = [new BrokerEndpoint(IPAddress.Loopback, 0)] };
        var broker = await SiteBroker.StartAsync(change?.Invoke(options) ?? options, access ?? BrokerAccess.Open(), log, clock ?? TimeProvider.System);
        return new RunningBroker(broker, log);
    }

    public Task<RawMqtt> ConnectAsync(RawConnect? connect = null) => RawMqtt.ConnectAsync(Port, connect ?? new RawConnect());

    public ValueTask DisposeAsync() => Broker.DisposeAsync();
}

/// <summary>A log that tests read.</summary>
internal sealed class LogLines : ILoggerFactory, ILogger
{
    private readonly ConcurrentQueue<string> _lines = new();

    public string Text => string.Join('\n', _lines);

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Debug;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _lines.Enqueue($"{logLevel}: {formatter(state, exception)} {exception}");

    public void Dispose()
    {
    }
}
