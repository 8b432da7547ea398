using System.Buffers.Binary;
using System.Net.Sockets;

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
            if ((header & 0xF0) == RawConnection.PublishType)
            {
                Take(header, body, now);
            }
        }

        LastTimestamp = now;
    }

    private void Take(byte header, ReadOnlySpan<byte> body, long now)
    {
        var rest = body[(2 + BinaryPrimitives.ReadUInt16BigEndian(body))..];
        if ((header & 0x06) != 0)
        {
            connection.Acknowledge(BinaryPrimitives.ReadUInt16BigEndian(rest));
            rest = rest[2..];
        }

        var payload = LoadPayload.Read(rest);
        Check.Add(payload.Publisher, payload.Sequence);
        Latencies.Add(TimeProvider.System.GetElapsedTime(payload.Timestamp, now));
        _received++;
    }
}
