using Twins.Protocols.Mqtt;
using Twins.Protocols.Mqtt.Wire;
using Twins.Tests.Protocols.Modbus.Fuzz;
using Twins.Tests.Protocols.Mqtt.Wire;

namespace Twins.Tests.Protocols.Mqtt.Fuzz;

/// <summary>
/// Feeds damaged packets to framing and every reader, as a connection does, and checks that nothing but an
/// <see cref="MqttProtocolException"/> comes of it, that memory stays in proportion, and that what is accepted is written again
/// and means the same.
/// </summary>
internal static class WireFuzz
{
    private const int MaximumPacketSize = 100_000;

    /// <summary>What reading may allocate: an error with its texts, and for each byte what the smallest subscription takes.</summary>
    private const int AllowedBytes = 32 * 1024;
    private const int AllowedForEachByte = 64;

    /// <summary>Runs one input through both versions; what is done wrong is thrown.</summary>
    /// <returns>How many packets were accepted and how many inputs refused.</returns>
    public static (int Accepted, int Refused) Run(Random random)
    {
        var packets = random.GetItems(FuzzPackets.All, random.Next(1, 4)).SelectMany(packet => packet).ToArray();
        var input = ByteMutator.Mutate(packets, random);
        var sender = (MqttSender)random.Next(2);
        var old = Receive(input, MqttProtocolVersion.V311, sender);
        var current = Receive(input, MqttProtocolVersion.V500, sender);
        return (old.Accepted + current.Accepted, old.Refused + current.Refused);
    }

    private static (int Accepted, int Refused) Receive(ReadOnlySpan<byte> input, MqttProtocolVersion version, MqttSender sender)
    {
        var accepted = 0;
        try
        {
            while (MqttFraming.TryReadHeader(input, MaximumPacketSize, out var header) && input.Length >= header.TotalLength)
            {
                var packet = input[..header.TotalLength];
                DemandModestReading(packet, version, sender);
                var rewritten = Packets.Rewrite(packet, version, sender);
                if (!Packets.Rewrite(rewritten, version, sender).AsSpan().SequenceEqual(rewritten))
                {
                    throw new InvalidOperationException($"{Convert.ToHexString(packet)} changes when it is written again.");
                }

                input = input[header.TotalLength..];
                accepted++;
            }
        }
        catch (MqttProtocolException)
        {
            return (accepted, 1);
        }

        return (accepted, 0);
    }

    private static void DemandModestReading(ReadOnlySpan<byte> packet, MqttProtocolVersion version, MqttSender sender)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            Packets.Read(packet, version, sender);
        }
        catch (MqttProtocolException)
        {
            // It is thrown once more when the packet is read to be written again.
        }

        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        if (allocated > AllowedBytes + (packet.Length * AllowedForEachByte))
        {
            throw new InvalidOperationException(FormattableString.Invariant($"Reading {packet.Length} bytes allocated {allocated}."));
        }
    }
}
