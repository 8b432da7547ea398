using Twins.Adapters.Modbus.Wire;

namespace Twins.Benchmarks.Modbus;

/// <summary>Requests of 10 registers, master and server in this process.</summary>
internal sealed class ModbusRequests : IBenchmark
{
    private const int Registers = 10;
    private const int ManyConnections = 20;
    private const int Pipelined = 32;
    private const int RequestsPerCaller = 20_000;

    public string Name => "modbus-requests";

    public string About => "Modbus TCP requests of 10 registers per second: one connection, 20 connections, pipelined";

    public async Task RunAsync(Report report)
    {
        var one = await MeasureAsync(report, "1 connection, one request at a time", connections: 1, callers: 1, "≥ 30,000");
        report.Yardstick("bare sockets, the same bytes, 1 connection", await EchoAsync(connections: 1), "round trips/s");
        await MeasureAsync(report, $"{ManyConnections} connections, one request at a time each", ManyConnections, callers: 1);
        report.Yardstick($"bare sockets, the same bytes, {ManyConnections} connections", await EchoAsync(ManyConnections), "round trips/s");
        await MeasureAsync(report, "1 connection, 8 requests under way", connections: 1, callers: 8);
        var pipelined = await MeasureAsync(report, $"1 connection, {Pipelined} requests under way", connections: 1, Pipelined);
        report.Figure("  times the rate of one at a time", pipelined / one, "", "≥ 4");
    }

    private static async Task<double> MeasureAsync(Report report, string label, int connections, int callers, string? target = null)
    {
        await using var server = new ModbusTcpServer();
        server.SetUnit(1, new ModbusMemoryUnit(1000));
        server.Start();
        var masters = Enumerable.Range(0, connections).Select(_ => Master(server.Endpoint.Port, callers)).ToArray();
        await Task.WhenAll(masters.Select(master => master.ConnectAsync().AsTask()));
        var rate = await Rate.MeasureAsync(() => AskAllAsync(masters, callers));
        report.Figure(label, rate.PerSecond, "requests/s", target);
        report.Figure("  allocated, both ends", rate.BytesEach, "B/request");
        foreach (var master in masters)
        {
            await master.DisposeAsync();
        }

        return rate.PerSecond;
    }

    private static ModbusTcpMaster Master(int port, int callers) => new(new ModbusTcpMasterOptions
    {
        Host = "127.0.0.1",
        Port = port,
        MaxInFlight = callers,
        RequestTimeout = TimeSpan.FromSeconds(30),
    });

    private static async Task<long> AskAllAsync(ModbusTcpMaster[] masters, int callers)
    {
        var each = RequestsPerCaller / masters.Length;
        await Task.WhenAll(masters.SelectMany(master => Enumerable.Range(0, callers).Select(_ => Task.Run(() => AskAsync(master, each)))));
        return (long)each * masters.Length * callers;
    }

    private static async Task AskAsync(ModbusTcpMaster master, int requests)
    {
        var registers = new ushort[Registers];
        for (var request = 0; request < requests; request++)
        {
            await master.ReadHoldingRegistersAsync(1, 100, registers);
        }
    }

    private static async Task<double> EchoAsync(int connections)
    {
        using var echo = new SocketEcho(requestLength: 12, responseLength: 29);
        return (await Rate.MeasureAsync(() => echo.RunAsync(connections, RequestsPerCaller / connections))).PerSecond;
    }
}
