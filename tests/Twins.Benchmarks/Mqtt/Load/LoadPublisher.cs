using System.Buffers.Binary;
using System.Text;
using Twins.Protocols.Mqtt;
using Twins.Protocols.Mqtt.Wire;

namespace Twins.Benchmarks.Mqtt.Load;

/// <summary>Publishes numbered messages: at QoS 0 as fast as the socket takes them, else within a window of acknowledgements.</summary>
internal sealed class LoadPublisher(LoadPlan plan, int index, RawConnection connection) : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(1);

    private readonly byte[] _topic = Encoding.UTF8.GetBytes(plan.TopicOf(index));
    private readonly byte[] _payload = new byte[Math.Max(plan.PayloadLength, LoadPayload.Length)];
    private int _sent;
    private int _acknowledged;

    private bool IsAcknowledged => plan.QualityOfService != MqttQualityOfService.AtMostOnce;

    public async Task RunAsync()
    {
        var time = TimeProvider.System;
        var start = time.GetTimestamp();
        while (_sent < plan.MessagesEach || (IsAcknowledged && _acknowledged < plan.MessagesEach))
        {
            var count = Math.Min(plan.Batch, Allowed(time.GetElapsedTime(start)));
            for (var message = 0; message < count; message++)
            {
                Write(time.GetTimestamp());
            }

            await connection.FlushAsync();
            if (IsAcknowledged && (_sent == plan.MessagesEach || _sent - _acknowledged >= plan.Window))
            {
                await ReadAcknowledgementsAsync();
            }
            else if (count == 0)
            {
                await Task.Delay(Pause, time);
            }
        }
    }

    public void Dispose() => connection.Dispose();

    private int Allowed(TimeSpan elapsed)
    {
        var allowed = plan.MessagesEach - _sent;
        if (IsAcknowledged)
        {
            allowed = Math.Min(allowed, plan.Window - (_sent - _acknowledged));
        }

        return plan.PerSecond is { } rate
            ? Math.Min(allowed, (int)(rate / plan.Publishers * elapsed.TotalSeconds) - _sent)
            : allowed;
    }

    private void Write(long timestamp)
    {
        var content = new LoadPayload(index, _sent, timestamp);
        content.Write(_payload);
        var length = plan.Write?.Invoke(content, _payload) ?? _payload.Length;
        new PublishPacket
        {
            Topic = _topic,
            Payload = _payload.AsSpan(0, length),
            QualityOfService = plan.QualityOfService,
            PacketId = (ushort)((_sent % ushort.MaxValue) + 1),
        }.Write(connection.Writer, plan.Version);
        _sent++;
    }

    private async Task ReadAcknowledgementsAsync()
    {
        if (!await connection.ReceiveAsync())
        {
            throw new InvalidOperationException($"The broker closed the connection of publisher {index} after {_sent} messages.");
        }

        while (connection.TryTake(out var header, out var body))
        {
            if (header.Type == MqttPacketType.PubRec)
            {
                var packetId = BinaryPrimitives.ReadUInt16BigEndian(body);
                AckView.Write(connection.Writer, MqttPacketType.PubRel, packetId, MqttReasonCode.Success, plan.Version);
            }
            else
            {
                _acknowledged++;
            }
        }

        await connection.FlushAsync();
    }
}
