using Twins.Adapters.Modbus.Wire;

namespace Twins.Tests.Protocols.Modbus.Fuzz;

/// <summary>
/// Feeds damaged answers to a master's connection, and checks that every request ends, with its answer or with an error that
/// is a <see cref="ModbusException"/>, and that a failed one leaves its buffer alone.
/// </summary>
internal static class MasterFuzz
{
    private const int Registers = 10;
    private const ushort Untouched = 0xA5A5;

    private static readonly ModbusTcpMasterOptions Options = new() { Host = "fuzz" };

    /// <summary>Runs one connection; what it does wrong is thrown.</summary>
    public static void Run(Random random)
    {
        using var dispatcher = new RequestDispatcher(Options, TimeProvider.System, "fuzz:502");
        var pool = new ModbusTransactionPool(Options.MaxInFlight);
        var requests = random.Next(1, 5);
        var answers = Enumerable.Range(1, requests).SelectMany(transactionId => Answer((byte)transactionId, random)).ToArray();
        using var link = new ModbusTcpLink(new ChunkedStream(ByteMutator.Mutate(answers, random), random), "fuzz:502", Options.MaxInFlight);
        dispatcher.Attach(link);
        var asked = Enumerable.Range(0, requests).Select(_ => new Question(dispatcher, pool)).ToArray();

        var end = link.ReceiveAsync(dispatcher, CancellationToken.None);
        if (!end.IsCompletedSuccessfully)
        {
            throw new InvalidOperationException($"The connection did not end: {end.Status}.", end.Exception);
        }

        dispatcher.Refuse(request => new ModbusConnectionException("fuzz:502", "the connection ended", request));
        foreach (var question in asked)
        {
            question.Check();
        }
    }

    private static byte[] Answer(byte transactionId, Random random) => random.Next(4) == 0
        ? [0, transactionId, 0, 0, 0, 3, 1, 0x83, (byte)random.Next(12)]
        : [0, transactionId, 0, 0, 0, 23, 1, 3, 20, .. Enumerable.Range(0, 20).Select(_ => (byte)random.Next(256))];

    /// <summary>One request, and the check of how it ended.</summary>
    private sealed class Question
    {
        private readonly ushort[] _registers = Enumerable.Repeat(Untouched, Registers).ToArray();
        private readonly ValueTask _outcome;

        public Question(RequestDispatcher dispatcher, ModbusTransactionPool pool)
        {
            var transaction = pool.Rent();
            var length = RequestWriter.Read(transaction.PduBuffer, ModbusFunction.ReadHoldingRegisters, 0, Registers);
            transaction.Prepare(new ModbusRequest(ModbusFunction.ReadHoldingRegisters, 1, 0, Registers), length, intoRegisters: _registers);
#pragma warning disable CA2012 // Consumed once, by Check, which must not wait for a thread of the pool.
            _outcome = dispatcher.Submit(transaction, pool, out _, CancellationToken.None);
#pragma warning restore CA2012
        }

        public void Check()
        {
            if (!_outcome.IsCompleted)
            {
                throw new InvalidOperationException("A request did not end.");
            }

            try
            {
                _outcome.GetAwaiter().GetResult();
            }
            catch (ModbusException error)
            {
                if (_registers.Any(register => register != Untouched))
                {
                    throw new InvalidOperationException($"A failed request wrote to its buffer: {string.Join(' ', _registers)}.", error);
                }
            }
        }
    }
}
