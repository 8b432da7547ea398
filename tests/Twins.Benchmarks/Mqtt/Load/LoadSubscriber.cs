using System.Net.Sockets;
using Twins.Protocols.Mqtt;
using Twins.Protocols.Mqtt.Wire;

namespace Twins.Benchmarks.Mqtt.Load;

/// <summary>Receives messages, acknowledges them as they ask for, and checks that each comes once and in order.</summary>
internal sealed class LoadSubscriber(LoadPlan plan, RawConnection connection) : ILoadSubscriber
{
    private volatile int _received;

    public int Received => _received;

    public SequenceCheck Check { get; } = new(plan.Publishers, plan.MessagesEach);

    public Latencies Latencies { get; } = new();

    public long LastTimestamp { get; private set; }

    public async Task RunAsync()
    {
        try
        {
            while (Check.Missing > 0 && await connection.ReceiveAsync())
            {
                TakeAll();
                await connection.FlushAsync();
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // The run gave up waiting; what is missing counts as lost.
        }
    }

    public ValueTask DisposeAsync()
    {
        connection.Dispose();
        return ValueTask.CompletedTask;
    }

    private void TakeAll()
    {
        var now = TimeProvider.System.GetTimestamp();
        while (connection.TryTake(out var header, out var body))
        {
            if (header.Type == MqttPacketType.Publish)
            {
                Take(PublishView.Read(header, body, plan.Version, MqttSender.Server), now);
            }
            else if (header.Type == MqttPacketType.PubRel)
            {
                var release = AckView.Read(header, body, plan.Version);
                AckView.Write(connection.Writer, MqttPacketType.PubComp, release.PacketId, MqttReasonCode.Success, plan.Version);
            }
        }

        LastTimestamp = now;
    }

    private void Take(in PublishView message, long now)
    {
        var payload = LoadPayload.Read(message.Payload);
        Check.Add(payload.Publisher, payload.Sequence);
        Latencies.Add(TimeProvider.System.GetElapsedTime(payload.Timestamp, now));
        _received++;
        if (message.QualityOfService != MqttQualityOfService.AtMostOnce)
        {
            var answer = message.QualityOfService == MqttQualityOfService.AtLeastOnce ? MqttPacketType.PubAck : MqttPacketType.PubRec;
            AckView.Write(connection.Writer, answer, message.PacketId, MqttReasonCode.Success, plan.Version);
        }
    }
}
