using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Twins.Adapters.Modbus.Wire;

namespace Twins.Benchmarks.Modbus;

/// <summary>Devices polled at 1 Hz by bare masters, each on its own connection, with dead ones among them that accept and never answer.</summary>
/// <param name="Live">The polls of those that answer.</param>
/// <param name="Silent">The polls of those that do not.</param>
/// <param name="Cores">Processor time, masters and servers together, a second.</param>
internal sealed record PolledDevices(PollTimes Live, PollTimes Silent, double Cores)
{
    private const int Registers = 10;
    private const int ServersForDevices = 20;

    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    /// <summary>Polls them.</summary>
    public static async Task<PolledDevices> PollAsync(int live, int dead, int polls)
    {
        var servers = Enumerable.Range(0, ServersForDevices).Select(_ => StartServer(live)).ToArray();
        using var silence = new TcpListener(IPAddress.Loopback, 0);
        silence.Start(backlog: dead);
        using var process = Process.GetCurrentProcess();
        var (start, before) = (TimeProvider.System.GetTimestamp(), process.TotalProcessorTime);
        var polled = new PolledDevices(new PollTimes(), new PollTimes(), 0);

        var ports = servers.Select(server => server.Endpoint.Port).ToArray();
        var deadPort = ((IPEndPoint)silence.LocalEndpoint).Port;
        var toLive = Enumerable.Range(0, live).Select(index => PollAsync(ports[index % ports.Length], (double)index / live, polls, polled.Live));
        var toDead = Enumerable.Range(0, dead).Select(index => PollAsync(deadPort, (double)index / dead, polls, polled.Silent));
        await Task.WhenAll([.. toLive, .. toDead]);

        process.Refresh();
        var cores = (process.TotalProcessorTime - before) / TimeProvider.System.GetElapsedTime(start);
        foreach (var server in servers)
        {
            await server.DisposeAsync();
        }

        return polled with { Cores = cores };
    }

    private static ModbusTcpServer StartServer(int connections)
    {
        var server = new ModbusTcpServer(new ModbusTcpServerOptions { MaxConnections = connections });
        server.SetUnit(1, new ModbusMemoryUnit(100));
        server.Start();
        return server;
    }

    // The devices' phases are spread over the period, as an adapter does.
    private static async Task PollAsync(int port, double phase, int polls, PollTimes times)
    {
        await using var master = new ModbusTcpMaster(new ModbusTcpMasterOptions { Host = "127.0.0.1", Port = port });
        await Task.Delay(Period * phase, TimeProvider.System);
        await master.ConnectAsync();
        var registers = new ushort[Registers];
        var start = TimeProvider.System.GetTimestamp();
        for (var poll = 1; poll <= polls; poll++)
        {
            var wait = (Period * poll) - TimeProvider.System.GetElapsedTime(start);
            await Task.Delay(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, TimeProvider.System);
            try
            {
                await master.ReadHoldingRegistersAsync(1, 0, registers);
                times.Add(TimeProvider.System.GetElapsedTime(start) - (Period * poll));
            }
            catch (ModbusException)
            {
                times.AddFailure();
            }
        }
    }
}
