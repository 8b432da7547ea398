using System.Buffers;
using Twins.Adapters.Modbus.Wire;
using Twins.Adapters.Modbus.Wire.Server;

namespace Twins.Tests.Protocols.Modbus.Fuzz;

/// <summary>Feeds damaged requests to a server's connection, and checks that it ends, and answers nothing but frames.</summary>
internal static class ServerFuzz
{
    /// <summary>Runs one connection; what it does wrong is thrown.</summary>
    public static void Run(Random random)
    {
        var requests = Enumerable.Range(0, random.Next(1, 5)).SelectMany(_ => Request(random)).ToArray();
        var stream = new ChunkedStream(ByteMutator.Mutate(requests, random), random);
        var unit = new UnitSlot(new ModbusMemoryUnit(1000));
        using var connection = new ServerConnection(
            stream, unitId => unitId == 1 ? unit : null, TimeSpan.FromMinutes(1), TimeProvider.System);

        var serving = connection.ServeAsync(CancellationToken.None, CancellationToken.None);

        // Nothing here waits for anything: a connection that has not ended by now hangs.
        if (!serving.IsCompletedSuccessfully)
        {
            throw new InvalidOperationException($"The connection did not end: {serving.Status}.", serving.Exception);
        }

        CheckFrames(stream.Written);
    }

    private static void CheckFrames(byte[] written)
    {
        var answers = new ReadOnlySequence<byte>(written);
        var frame = new byte[ModbusLimits.MaxFrameLength];
        while (ModbusFraming.Take(ref answers, frame, out _) == FrameStatus.Complete)
        {
        }

        if (!answers.IsEmpty)
        {
            throw new InvalidOperationException($"The server sent what is no frame: {Convert.ToHexString(written)}.");
        }
    }

    private static byte[] Request(Random random)
    {
        var frame = new byte[ModbusLimits.MaxFrameLength];
        var length = Pdu(frame.AsSpan(ModbusFraming.HeaderLength), random);
        ModbusFraming.WriteHeader(frame, (ushort)random.Next(65536), (byte)random.Next(1, 3), length);
        return frame[..(ModbusFraming.HeaderLength + length)];
    }

    private static int Pdu(Span<byte> pdu, Random random)
    {
        var address = (ushort)random.Next(1100);
        return random.Next(8) switch
        {
            0 => RequestWriter.Read(pdu, (ModbusFunction)random.Next(1, 3), address, random.Next(1, 2001)),
            1 => RequestWriter.Read(pdu, (ModbusFunction)random.Next(3, 5), address, random.Next(1, 126)),
            2 => RequestWriter.SingleCoil(pdu, address, random.Next(2) == 1),
            3 => RequestWriter.SingleRegister(pdu, address, (ushort)random.Next(65536)),
            4 => RequestWriter.MultipleCoils(pdu, address, new bool[random.Next(1, 1969)]),
            5 => RequestWriter.MultipleRegisters(pdu, address, new ushort[random.Next(1, 124)]),
            6 => RequestWriter.MaskRegister(pdu, address, (ushort)random.Next(65536), (ushort)random.Next(65536)),
            _ => RequestWriter.ReadWriteRegisters(pdu, address, random.Next(1, 126), address, new ushort[random.Next(1, 122)]),
        };
    }
}
