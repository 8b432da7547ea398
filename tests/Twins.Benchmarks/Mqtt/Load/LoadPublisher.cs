using System.Text;

namespace Twins.Benchmarks.Mqtt.Load;

/// <summary>Publishes numbered messages: at QoS 0 as fast as the socket takes them, else within a window of acknowledgements.</summary>
internal sealed class LoadPublisher(LoadPlan plan, int index, RawConnection connection) : IDisposable
{
    private static readonly TimeSpan MinPause = TimeSpan.FromMilliseconds(1);

    private readonly byte[] _topic = Encoding.UTF8.GetBytes(plan.TopicOf(index));
    private readonly byte[] _payload = new byte[Math.Max(plan.PayloadLength, LoadPayload.Length)];
    private int _sent;
    private int _acknowledged;

    private bool IsAcknowledged => plan.QualityOfService > 0;

    private double PerSecond => plan.PerSecond!.Value / plan.Publishers;

    // Publishers take turns, rather than all of them at the same instant.
    private double Phase => (double)index / plan.Publishers;

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
                var wait = TimeSpan.FromSeconds((_sent + 1 - Phase) / PerSecond) - time.GetElapsedTime(start);
                await Task.Delay(wait > MinPause ? wait : MinPause, time);
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

        return plan.PerSecond is null ? allowed : Math.Min(allowed, (int)((PerSecond * elapsed.TotalSeconds) + Phase) - _sent);
    }

    private void Write(long timestamp)
    {
        var content = new LoadPayload(index, _sent, timestamp);
        content.Write(_payload);
        var length = plan.Write?.Invoke(content, _payload) ?? _payload.Length;
        connection.Publish(_topic, _payload.AsSpan(0, length), plan.QualityOfService, (ushort)((_sent % ushort.MaxValue) + 1));
        _sent++;
    }

    private async Task ReadAcknowledgementsAsync()
    {
        if (!await connection.ReceiveAsync())
        {
            throw new InvalidOperationException($"The broker closed the connection of publisher {index} after {_sent} messages.");
        }

        while (connection.TryTake(out var header, out _))
        {
            _acknowledged += header == RawConnection.PubAck ? 1 : 0;
        }
    }
}
