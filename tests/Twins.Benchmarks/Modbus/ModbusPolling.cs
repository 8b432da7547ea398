using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Twins.Adapters.Modbus.Wire;

namespace Twins.Benchmarks.Modbus;

/// <summary>Devices polled at 1 Hz from one process, each on its own connection, with dead ones among them.</summary>
internal sealed class ModbusPolling : IBenchmark
{
    private const int Live = 2_000;
    private const int Dead = 20;
    private const int Seconds = 10;
    private const int Registers = 10;
    private const int ServersForDevices = 20;

    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    public string Name => "modbus-polling";

    public string About => string.Create(
        CultureInfo.InvariantCulture, $"{Live:N0} devices polled at 1 Hz beside {Dead} that accept and never answer");

    public async Task RunAsync(Report report)
    {
        var servers = Enumerable.Range(0, ServersForDevices).Select(_ => StartServer()).ToArray();
        using var dead = new TcpListener(IPAddress.Loopback, 0);
        dead.Start(backlog: Dead);
        using var process = Process.GetCurrentProcess();
        var cpu = process.TotalProcessorTime;
        var polls = new PollTimes();
        var silent = new PollTimes();

        var ports = servers.Select(server => server.Endpoint.Port).ToArray();
        var deadPort = ((IPEndPoint)dead.LocalEndpoint).Port;
        var toLive = Enumerable.Range(0, Live).Select(index => PollAsync(ports[index % ports.Length], (double)index / Live, polls));
        var toDead = Enumerable.Range(0, Dead).Select(index => PollAsync(deadPort, (double)index / Dead, silent));
        await Task.WhenAll([.. toLive, .. toDead]);

        process.Refresh();
        report.Figure(
            "polls answered by live devices", polls.Answered, "polls", (Live * Seconds).ToString("N0", CultureInfo.InvariantCulture));
        report.Figure("  failed", polls.Failed, "polls", "0");
        report.Figure("  answered later than a period after they were due", polls.LaterThan(Period), "polls", "0");
        report.Figure("  from due to answered, median", polls.Percentile(0.5).TotalMilliseconds, "ms");
        report.Figure("  from due to answered, 99 %", polls.Percentile(0.99).TotalMilliseconds, "ms");
        report.Figure("  from due to answered, worst", polls.Percentile(1).TotalMilliseconds, "ms");
        report.Figure("polls of dead devices that failed", silent.Failed, "polls");
        report.Figure("processor time, masters and servers", (process.TotalProcessorTime - cpu).TotalSeconds / Seconds, "s/s");
        foreach (var server in servers)
        {
            await server.DisposeAsync();
        }
    }

    private static ModbusTcpServer StartServer()
    {
        var server = new ModbusTcpServer(new ModbusTcpServerOptions { MaxConnections = Live });
        server.SetUnit(1, new ModbusMemoryUnit(100));
        server.Start();
        return server;
    }

    // The devices' phases are spread over the period, as an adapter does.
    private static async Task PollAsync(int port, double phase, PollTimes times)
    {
        await using var master = new ModbusTcpMaster(new ModbusTcpMasterOptions { Host = "127.0.0.1", Port = port });
        await Task.Delay(Period * phase, TimeProvider.System);
        await master.ConnectAsync();
        var registers = new ushort[Registers];
        var start = TimeProvider.System.GetTimestamp();
        for (var poll = 1; poll <= Seconds; poll++)
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
