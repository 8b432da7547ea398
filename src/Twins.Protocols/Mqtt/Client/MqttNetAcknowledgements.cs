using System.Threading.Channels;
using MQTTnet;

namespace Twins.Protocols.Mqtt.Client;

/// <summary>Acknowledges what the library received, in the order in which it did (5.0, section 4.6).</summary>
internal sealed class MqttNetAcknowledgements
{
    private readonly Lock _gate = new();
    private readonly Queue<Pending> _order = [];
    private readonly Dictionary<long, Pending> _byPlace = [];
    private readonly Channel<MqttApplicationMessageReceivedEventArgs> _ready = Channel.CreateUnbounded<MqttApplicationMessageReceivedEventArgs>(
        new UnboundedChannelOptions { SingleReader = true });

    private int _connection;
    private long _place;

    /// <summary>Messages that were not acknowledged yet.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _order.Count;
            }
        }
    }

    /// <summary>Another connection begins: what the last one received is the server's to send again.</summary>
    public void Begin()
    {
        lock (_gate)
        {
            _connection++;
            _order.Clear();
            _byPlace.Clear();
        }
    }

    public MqttAcknowledgement Add(MqttApplicationMessageReceivedEventArgs received)
    {
        received.AutoAcknowledge = false;
        var qualityOfService = (MqttQualityOfService)received.ApplicationMessage.QualityOfServiceLevel;
        lock (_gate)
        {
            var pending = new Pending(received, ++_place);
            _order.Enqueue(pending);
            _byPlace.Add(pending.Place, pending);
            return new MqttAcknowledgement(_connection, received.PacketIdentifier, qualityOfService, pending.Place);
        }
    }

    public void Acknowledge(MqttAcknowledgement token)
    {
        lock (_gate)
        {
            if (token.IsNone || token.Era != _connection || !_byPlace.TryGetValue(token.Place, out var done))
            {
                return;
            }

            done.IsDone = true;
            while (_order.TryPeek(out var first) && first.IsDone)
            {
                _order.Dequeue();
                _byPlace.Remove(first.Place);
                _ready.Writer.TryWrite(first.Received);
            }
        }
    }

    /// <summary>Sends acknowledgements as they become ready, until it is cancelled.</summary>
    public async Task SendAsync(CancellationToken cancellationToken)
    {
        await foreach (var received in _ready.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            try
            {
                await received.AcknowledgeAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                // The connection is gone, and the server sends the message again.
            }
        }
    }

    private sealed class Pending(MqttApplicationMessageReceivedEventArgs received, long place)
    {
        public MqttApplicationMessageReceivedEventArgs Received => received;

        public long Place => place;

        public bool IsDone { get; set; }
    }
}
