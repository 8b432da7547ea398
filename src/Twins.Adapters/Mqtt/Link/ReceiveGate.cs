using MQTTnet.Adapter;
using MQTTnet.Diagnostics.Logger;
using MQTTnet.Formatter;
using MQTTnet.Implementations;
using MQTTnet.Packets;
using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace Twins.Adapters.Mqtt;

/// <summary>
/// Bounds what one connection has read and nobody has taken yet. MQTTnet's own receive queue has no bound: here the socket is not read
/// any further while the gate is closed, and by TCP the broker waits.
/// </summary>
internal sealed class ReceiveGate(int maxMessages, long maxBytes)
{
    private readonly Lock _gate = new();
    private TaskCompletionSource? _opened;
    private int _messages;
    private long _bytes;

    /// <summary>Messages that were read and not released.</summary>
    public int Messages
    {
        get
        {
            lock (_gate)
            {
                return _messages;
            }
        }
    }

    /// <summary>How often it was closed: an answer that was not read meanwhile is not late.</summary>
    public long Closings { get; private set; }

    /// <summary>Whether nothing further is read.</summary>
    public bool IsClosed
    {
        get
        {
            lock (_gate)
            {
                return _opened is not null;
            }
        }
    }

    /// <summary>Completes when there is room for a further message.</summary>
    public Task WhenOpenAsync()
    {
        lock (_gate)
        {
            return _opened?.Task ?? Task.CompletedTask;
        }
    }

    /// <summary>A message was read.</summary>
    public void Enter(long bytes)
    {
        lock (_gate)
        {
            _messages++;
            _bytes += bytes;
            if (_opened is null && (_messages >= maxMessages || _bytes >= maxBytes))
            {
                Closings++;
                _opened = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }
    }

    /// <summary>Messages were taken, or are acknowledged.</summary>
    public void Release(int messages, long bytes)
    {
        TaskCompletionSource? opened = null;
        lock (_gate)
        {
            _messages -= messages;
            _bytes -= bytes;

            // Half empty before it opens again: reading and waiting do not alternate with each message.
            if (_opened is not null && _messages <= maxMessages / 2 && _bytes <= maxBytes / 2)
            {
                (opened, _opened) = (_opened, null);
            }
        }

        opened?.SetResult();
    }

    /// <summary>What a message counts: its payload and topic, and what it costs to hold it.</summary>
    public static long SizeOf(string topic, long payload) => payload + topic.Length + 256;
}

/// <summary>Makes the library's own channels, each behind the gate of its connection.</summary>
internal sealed class GatedChannelFactory(ReceiveGate gate) : IMqttClientAdapterFactory
{
    private readonly MqttClientAdapterFactory _channels = new();

    public IMqttChannelAdapter CreateClientAdapter(MQTTnet.MqttClientOptions options, MqttPacketInspector packetInspector, IMqttNetLogger logger) =>
        new GatedChannel(_channels.CreateClientAdapter(options, packetInspector, logger), gate);

    private sealed class GatedChannel(IMqttChannelAdapter channel, ReceiveGate gate) : IMqttChannelAdapter
    {
        public long BytesReceived => channel.BytesReceived;

        public long BytesSent => channel.BytesSent;

        public X509Certificate2 ClientCertificate => channel.ClientCertificate;

        public EndPoint RemoteEndPoint => channel.RemoteEndPoint;

        public EndPoint LocalEndPoint => channel.LocalEndPoint;

        public bool IsSecureConnection => channel.IsSecureConnection;

        public MqttPacketFormatterAdapter PacketFormatterAdapter => channel.PacketFormatterAdapter;

        public Task ConnectAsync(CancellationToken cancellationToken) => channel.ConnectAsync(cancellationToken);

        public Task DisconnectAsync(CancellationToken cancellationToken) => channel.DisconnectAsync(cancellationToken);

        public async Task<MqttPacket> ReceivePacketAsync(CancellationToken cancellationToken)
        {
            Task open = gate.WhenOpenAsync();
            if (!open.IsCompleted)
            {
                await open.WaitAsync(cancellationToken).ConfigureAwait(false);
            }

            MqttPacket packet = await channel.ReceivePacketAsync(cancellationToken).ConfigureAwait(false);
            if (packet is MqttPublishPacket publish)
            {
                gate.Enter(ReceiveGate.SizeOf(publish.Topic, publish.Payload.Length));
            }

            return packet;
        }

        public void ResetStatistics() => channel.ResetStatistics();

        public Task SendPacketAsync(MqttPacket packet, CancellationToken cancellationToken) => channel.SendPacketAsync(packet, cancellationToken);

        public void Dispose() => channel.Dispose();
    }
}
