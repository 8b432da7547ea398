using Twins.Protocols.Mqtt.Wire;

namespace Twins.Protocols.Mqtt.Broker.Connections;

/// <summary>
/// Packets that leave together: small ones copied one behind the other, so that they need one send; long payloads as references into the
/// one copy of their message, so that a message to many clients is not copied for each. It holds no memory while it is empty.
/// </summary>
internal sealed class OutgoingBuffer : IDisposable
{
    /// <summary>From this length on a payload is not copied.</summary>
    public const int LongPayload = 16 * 1024;

    private readonly MqttWriter _copied = new();
    private List<(int Position, ReadOnlyMemory<byte> Payload)>? _referred;
    private int _referredBytes;

    /// <summary>Bytes that it holds or refers to.</summary>
    public int Length => _copied.Length + _referredBytes;

    public void Write(ReadOnlySpan<byte> packets) => _copied.WriteBytes(packets);

    /// <summary>Appends a message.</summary>
    /// <param name="packet">The packet.</param>
    /// <param name="version">In which version.</param>
    /// <param name="shared">Its payload in memory that does not change; empty when only the packet has it.</param>
    public void Write(in PublishPacket packet, MqttProtocolVersion version, ReadOnlyMemory<byte> shared)
    {
        if (shared.Length < LongPayload)
        {
            packet.Write(_copied, version);
            return;
        }

        packet.WriteHead(_copied, version);
        (_referred ??= []).Add((_copied.Length, shared));
        _referredBytes += shared.Length;
    }

    /// <summary>Sends everything in its order.</summary>
    public async ValueTask SendAsync(Stream stream)
    {
        var sent = 0;
        foreach (var (position, payload) in _referred ?? [])
        {
            await stream.WriteAsync(_copied.WrittenMemory[sent..position], CancellationToken.None).ConfigureAwait(false);
            await stream.WriteAsync(payload, CancellationToken.None).ConfigureAwait(false);
            sent = position;
        }

        if (sent < _copied.Length)
        {
            await stream.WriteAsync(_copied.WrittenMemory[sent..], CancellationToken.None).ConfigureAwait(false);
        }
    }

    /// <summary>Forgets what was sent, and keeps the memory for what follows.</summary>
    public void Reset()
    {
        _copied.Truncate(0);
        _referred = null;
        _referredBytes = 0;
    }

    /// <summary>Forgets everything, and gives the memory back.</summary>
    public void Dispose()
    {
        Reset();
        _copied.Clear();
    }
}
