using System.Collections.Concurrent;
using System.Text;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Packets;
using MQTTnet.Protocol;
using Twins.Adapters.Mqtt;
using Twins.Connections;
using Twins.Testing.Time;

namespace Twins.Peers.Tests.Mqtt.Client;

/// <summary>A link to a broker on loopback, what it received and what it went through.</summary>
internal sealed class OpenedLink : IAsyncDisposable
{
    private readonly Channel<MqttArrived> _received = Channel.CreateUnbounded<MqttArrived>();
    private readonly ConcurrentQueue<(ConnectionState State, string? Reason)> _states = [];
    private int _connections;

    public OpenedLink(
        int port,
        MqttProtocolVersion version,
        string clientId,
        string[] topics,
        Action<MqttClientOptions>? change = null,
        bool settles = true,
        TimeProvider? clock = null,
        ILogger? logger = null)
    {
        var options = new MqttLinkOptions(
            $"127.0.0.1:{port}",
            () =>
            {
                var made = new MqttClientOptions
                {
                    ChannelOptions = new MqttClientTcpOptions { RemoteEndpoint = new System.Net.DnsEndPoint("127.0.0.1", port) },
                    ProtocolVersion = version,
                    ClientId = clientId,
                    KeepAlivePeriod = TimeSpan.FromSeconds(30),
                    ReceiveMaximum = MqttLink.ReceiveMaximum,
                    CleanSession = true,
                    Timeout = TimeSpan.FromSeconds(5),
                    ValidateFeatures = false,
                };
                change?.Invoke(made);
                return made;
            },
            [.. topics.Select(topic => new MqttTopicFilter { Topic = topic, QualityOfServiceLevel = MqttQualityOfServiceLevel.ExactlyOnce })]);
        Link = new MqttLink(
            options,
            arrived =>
            {
                _received.Writer.TryWrite(arrived);
                if (settles)
                {
                    arrived.Settle();
                }
            },
            clock ?? TimeProvider.System,
            logger ?? Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance)
        {
            StateChanged = (state, reason) =>
            {
                _states.Enqueue((state, reason));
                if (state == ConnectionState.Connected)
                {
                    Interlocked.Increment(ref _connections);
                }
            },
            Complained = complaint => Complaints.Enqueue(complaint),
        };
        Link.Open();
    }

    public MqttLink Link { get; }

    public ConcurrentQueue<string> Complaints { get; } = [];

    /// <summary>How often it was connected.</summary>
    public int Connections => Volatile.Read(ref _connections);

    /// <summary>Why it was lost, or could not be opened.</summary>
    public IEnumerable<string> Reasons => _states.Where(change => change.State == ConnectionState.BackingOff).Select(change => change.Reason!);

    public static async Task<OpenedLink> ConnectAsync(
        int port, MqttProtocolVersion version, string clientId, string[]? topics = null, Action<MqttClientOptions>? change = null, bool settles = true)
    {
        var opened = new OpenedLink(port, version, clientId, topics ?? [], change, settles);
        await opened.ConnectedAsync();
        return opened;
    }

    public Task ConnectedAsync(int times = 1) =>
        Eventually.TrueAsync(() => Connections >= times && Link.State == ConnectionState.Connected, $"connection {times}; so far: {string.Join("; ", Reasons)}");

    // A broker may take half a minute to deliver again what was not acknowledged (nats-server: 30 s).
    public async Task<MqttArrived> NextAsync() => await _received.Reader.ReadAsync().AsTask().WaitAsync(Patience.Of(TimeSpan.FromSeconds(90)));

    public async Task<List<MqttArrived>> NextAsync(int count)
    {
        List<MqttArrived> received = [];
        while (received.Count < count)
        {
            received.Add(await NextAsync());
        }

        return received;
    }

    public Task<MqttPublished> PublishAsync(
        string topic, string text, MqttQualityOfServiceLevel quality = MqttQualityOfServiceLevel.AtLeastOnce, bool retain = false, TimeSpan? limit = null) =>
        Link.PublishAsync(Message(topic, text, quality, retain), limit ?? Patience.Usual);

    public static MqttApplicationMessage Message(
        string topic, string text, MqttQualityOfServiceLevel quality = MqttQualityOfServiceLevel.AtLeastOnce, bool retain = false) => new()
        {
            Topic = topic,
            PayloadSegment = Encoding.UTF8.GetBytes(text),
            QualityOfServiceLevel = quality,
            Retain = retain,
        };

    public static string TextOf(MqttArrived arrived) => Encoding.UTF8.GetString(arrived.Message.Payload);

    public ValueTask DisposeAsync() => Link.DisposeAsync();
}
