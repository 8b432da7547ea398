using System.Globalization;
using Twins.Adapters.Modbus.Wire;

namespace Twins.Tests.Protocols.Modbus.Fuzz;

/// <summary>Seeded, so that a failure can be repeated; the benchmark <c>modbus-fuzz</c> runs a million.</summary>
public sealed class FuzzTests
{
    private const int Connections = 30_000;

    [Fact]
    public void Server_DamagedRequests_NeverThrowsOrHangs() => RunAll(ServerFuzz.Run);

    [Fact]
    public void Master_DamagedAnswers_EveryRequestEndsAsDocumented() => RunAll(MasterFuzz.Run);

    [Fact]
    public async Task Server_DamagedRequestsOverSockets_GoesOnServing()
    {
        await using var server = new ModbusTcpServer(new ModbusTcpServerOptions { MaxConnections = 1000 });
        server.SetUnit(1, new ModbusMemoryUnit(100));
        server.Start();
        for (var seed = 0; seed < 200; seed++)
        {
            using var attacker = await RawConnection.OpenAsync(server.Endpoint);
            await attacker.SendAsync(ByteMutator.Mutate([0, 1, 0, 0, 0, 6, 1, 3, 0, 0, 0, 1], new Random(seed)));
        }

        await using var master = new ModbusTcpMaster(new ModbusTcpMasterOptions { Host = "127.0.0.1", Port = server.Endpoint.Port });
        ushort[] register = [1];
        await master.ReadHoldingRegistersAsync(1, 0, register).InTime();
        Assert.Equal([0], register);
    }

    private static void RunAll(Action<Random> run)
    {
        for (var seed = 0; seed < Connections; seed++)
        {
            var failure = Record.Exception(() => run(new Random(seed)));
            Assert.True(failure is null, string.Create(CultureInfo.InvariantCulture, $"Seed {seed}: {failure}"));
        }
    }
}
