using Twins.Adapters.Modbus.Wire;
using Twins.Tests.Protocols.Modbus.Server;

namespace Twins.Tests.Protocols.Modbus.Master;

/// <summary>
/// Requests are pooled objects: whatever mixture of answers, silence, refusals, cancellations and lost connections they go
/// through, none may ever see another one's answer, and all have to end.
/// </summary>
public sealed class RecycledRequestsTests
{
    private const int Callers = 16;
    private const int RequestsEach = 400;

    /// <summary>A slow machine times out on most requests: each caller goes on until it has seen this many answers.</summary>
    private const int AnswersEach = 10;
    private const ushort Untouched = 0xFFFF;

    [Fact]
    public async Task Requests_AnsweredCancelledSilencedDisconnected_NeverMixUp()
    {
        await using var server = new ModbusTcpServer();
        server.SetUnit(1, new HookedUnit(AnswerAsync));
        server.Start();
        await using var master = new ModbusTcpMaster(new ModbusTcpMasterOptions
        {
            Host = "127.0.0.1",
            Port = server.Endpoint.Port,
            RequestTimeout = TimeSpan.FromMilliseconds(50),
            UnitRestDelay = TimeSpan.FromMilliseconds(1),
            MaxUnitRestDelay = TimeSpan.FromMilliseconds(1),
            ReconnectDelay = TimeSpan.FromMilliseconds(1),
            MaxReconnectDelay = TimeSpan.FromMilliseconds(1),
        });

        var answered = await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(() => AskAsync(master, new Random(caller))))).InTime();

        Assert.All(answered, count => Assert.True(count >= AnswersEach));
    }

    // By the address: most are answered, some late, some not at all, some with the end of the connection.
    private static async ValueTask<ModbusReply> AnswerAsync(ushort address, CancellationToken cancellationToken)
    {
        if (address % 3 == 0)
        {
            await Task.Yield();
        }

        return (address % 100) switch
        {
            97 => ModbusReply.None,
            98 => ModbusReply.Refused(ModbusExceptionCode.IllegalDataAddress),
            99 when address % 1000 == 999 => ModbusReply.Disconnect,
            _ => ModbusReply.Done,
        };
    }

    private static async Task<int> AskAsync(ModbusTcpMaster master, Random random)
    {
        var answered = 0;
        for (var request = 0; request < RequestsEach || answered < AnswersEach; request++)
        {
            using var cancellation = new CancellationTokenSource();
            var address = (ushort)random.Next(60_000);
            var register = new[] { Untouched };
            var asked = master.ReadHoldingRegistersAsync(1, address, register, cancellation.Token);
            if (random.Next(10) == 0)
            {
                await cancellation.CancelAsync();
            }

            try
            {
                await asked;
                answered++;
                Assert.Equal(address, register[0]);
            }
            catch (Exception error) when (error is ModbusException or OperationCanceledException)
            {
                Assert.Equal(Untouched, register[0]);
            }
        }

        return answered;
    }
}
