using System.ComponentModel.DataAnnotations;
using System.Net;
using System.Net.Sockets;
using Twins.Adapters.Modbus.Wire;
using Twins.Testing.Time;

namespace Twins.Tests.Protocols.Modbus.Server;

public sealed class ServerLimitsTests
{
    private static readonly byte[] Request = [0, 1, 0, 0, 0, 6, 1, 3, 0, 0, 0, 1];

    [Fact]
    public void Defaults_AreWhatTheDocumentationSays()
    {
        var options = new ModbusTcpServerOptions();

        Assert.Equal(IPAddress.Loopback, options.Address);
        Assert.Equal(0, options.Port);
        Assert.Equal(64, options.MaxConnections);
        Assert.Equal(TimeSpan.FromMinutes(5), options.IdleTimeout);
    }

    [Fact]
    public void Constructor_EveryOptionOutOfBounds_ListsThemAll()
    {
        var options = new ModbusTcpServerOptions { Address = null!, Port = -1, MaxConnections = 0, IdleTimeout = TimeSpan.FromDays(2) };

        var error = Assert.Throws<ValidationException>(() => new ModbusTcpServer(options));

        Assert.Equal(
            """
            ModbusTcpServerOptions cannot be used:
            - Address is missing; the default is loopback.
            - Port is -1, but must lie between 0 and 65535.
            - MaxConnections is 0, but must lie between 1 and 65536.
            - IdleTimeout is 2.00:00:00, but must lie between 00:00:00.001 and 1.00:00:00.
            """,
            error.Message);
    }

    [Fact]
    public async Task Connection_BeyondTheLimit_IsClosedAndTheOthersGoOn()
    {
        await using var server = Started(new ModbusTcpServerOptions { MaxConnections = 1 });
        using var first = await RawConnection.OpenAsync(server.Endpoint);
        await AskAsync(first);
        using var second = await RawConnection.OpenAsync(server.Endpoint);

        Assert.True(await second.IsClosedAsync());
        await AskAsync(first);
        Assert.Equal(1, server.ConnectionCount);
    }

    [Fact]
    public async Task Connection_IdleForTooLong_IsClosed()
    {
        var clock = new ManualTimeProvider();
        await using var server = Started(new ModbusTcpServerOptions { IdleTimeout = TimeSpan.FromMinutes(1) }, clock);
        using var client = await RawConnection.OpenAsync(server.Endpoint);
        await AskAsync(client);
        clock.Advance(TimeSpan.FromSeconds(40));
        await AskAsync(client);
        clock.Advance(TimeSpan.FromSeconds(40));
        await AskAsync(client);

        clock.Advance(TimeSpan.FromSeconds(60));

        Assert.True(await client.IsClosedAsync());
    }

    [Fact]
    public async Task Connection_NeverCompletesARequest_IsClosedAsIdle()
    {
        var clock = new ManualTimeProvider();
        await using var server = Started(new ModbusTcpServerOptions { IdleTimeout = TimeSpan.FromMinutes(1) }, clock);
        using var client = await RawConnection.OpenAsync(server.Endpoint);
        await AskAsync(client);
        await client.SendAsync(Request[..5]);

        clock.Advance(TimeSpan.FromMinutes(1));

        Assert.True(await client.IsClosedAsync());
    }

    [Fact]
    public async Task Stop_WhileARequestIsCarriedOut_AnswersItFirst()
    {
        var (reached, release) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var server = new ModbusTcpServer();
        server.SetUnit(1, new HookedUnit(async (_, _) =>
        {
            reached.SetResult();
            await release.Task;
            return ModbusReply.Done;
        }));
        server.Start();
        using var client = await RawConnection.OpenAsync(server.Endpoint);
        await client.SendAsync(Request);
        await reached.Task.InTime();

        var stopping = server.StopAsync();
        Assert.False(stopping.IsCompleted);
        release.SetResult();

        Assert.Equal([3, 2, 0, 0], (await client.ReadFrameAsync())[7..]);
        Assert.True(await client.IsClosedAsync());
        await stopping.InTime();
        Assert.Equal(0, server.ConnectionCount);
    }

    [Fact]
    public async Task Dispose_WhileARequestIsCarriedOut_GivesItUp()
    {
        var reached = new TaskCompletionSource();
        var server = new ModbusTcpServer();
        server.SetUnit(1, new HookedUnit(async (_, cancellationToken) =>
        {
            reached.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            return ModbusReply.Done;
        }));
        server.Start();
        using var client = await RawConnection.OpenAsync(server.Endpoint);
        await client.SendAsync(Request);
        await reached.Task.InTime();

        await server.DisposeAsync().InTime();
        await server.DisposeAsync().InTime();

        Assert.True(await client.IsClosedAsync());
    }

    [Fact]
    public async Task Stop_ThePortIsFreeForTheNextServer()
    {
        var first = Started(new ModbusTcpServerOptions());
        var endpoint = first.Endpoint;
        using var client = await RawConnection.OpenAsync(endpoint);
        await AskAsync(client);
        await first.DisposeAsync();

        await using var second = Started(new ModbusTcpServerOptions { Port = endpoint.Port });

        Assert.Equal(endpoint, second.Endpoint);
    }

    [Fact]
    public async Task Start_PortInUse_Throws()
    {
        await using var first = Started(new ModbusTcpServerOptions());
        await using var second = new ModbusTcpServer(new ModbusTcpServerOptions { Port = first.Endpoint.Port });

        Assert.Equal(SocketError.AddressAlreadyInUse, Assert.Throws<SocketException>(second.Start).SocketErrorCode);
    }

    [Fact]
    public async Task Endpoint_BeforeStart_SaysSo()
    {
        await using var server = new ModbusTcpServer();

        Assert.Throws<InvalidOperationException>(() => server.Endpoint);
    }

    private static ModbusTcpServer Started(ModbusTcpServerOptions options, TimeProvider? clock = null)
    {
        var server = new ModbusTcpServer(options, clock);
        server.SetUnit(1, new ModbusMemoryUnit(10));
        server.Start();
        return server;
    }

    private static async Task AskAsync(RawConnection client)
    {
        await client.SendAsync(Request);
        Assert.Equal([3, 2, 0, 0], (await client.ReadFrameAsync())[7..]);
    }
}
