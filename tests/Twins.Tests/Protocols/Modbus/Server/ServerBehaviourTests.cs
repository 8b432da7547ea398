using Twins.Adapters.Modbus.Wire;

namespace Twins.Tests.Protocols.Modbus.Server;

/// <summary>Order, silence, slowness and garbage: what units do and what clients see of it.</summary>
public sealed class ServerBehaviourTests : IAsyncDisposable
{
    private readonly ModbusTcpServer _server = new();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task PipelinedRequests_FirstUnitSlow_AreAnsweredInTheirOrder()
    {
        var release = new TaskCompletionSource();
        _server.SetUnit(1, Slow(release.Task));
        _server.SetUnit(2, new ModbusMemoryUnit(10));
        using var client = await OpenAsync();
        await client.AskAsync(100, 1, 3, 0, 5, 0, 1);
        await client.AskAsync(101, 2, 3, 0, 0, 0, 1);
        release.SetResult();

        Assert.Equal(100, (await client.ReadFrameAsync())[1]);
        Assert.Equal(101, (await client.ReadFrameAsync())[1]);
    }

    [Fact]
    public async Task PipelinedRequests_LastUnitSlow_DoesNotHoldBackTheAnswersBeforeIt()
    {
        var release = new TaskCompletionSource();
        _server.SetUnit(1, Slow(release.Task));
        _server.SetUnit(2, new ModbusMemoryUnit(10));
        using var client = await OpenAsync();
        await client.SendAsync([.. Frame(1, 2), .. Frame(2, 1)]);

        Assert.Equal(1, (await client.ReadFrameAsync())[1]);
        release.SetResult();
        Assert.Equal(2, (await client.ReadFrameAsync())[1]);
    }

    [Fact]
    public async Task SlowUnit_OtherConnectionToAnotherUnit_IsAnsweredMeanwhile()
    {
        var release = new TaskCompletionSource();
        _server.SetUnit(1, Slow(release.Task));
        _server.SetUnit(2, new ModbusMemoryUnit(10));
        using var waiting = await OpenAsync();
        using var other = await RawConnection.OpenAsync(_server.Endpoint);
        await waiting.SendAsync(Frame(1, 1));
        await other.SendAsync(Frame(2, 2));

        Assert.Equal(2, (await other.ReadFrameAsync())[1]);
        release.SetResult();
        Assert.Equal(1, (await waiting.ReadFrameAsync())[1]);
    }

    [Fact]
    public async Task Unit_AskedOverTwoConnections_IsCalledForOneRequestAtATime()
    {
        var (calls, most) = (0, 0);
        _server.SetUnit(1, new HookedUnit(async (_, _) =>
        {
            most = Math.Max(most, Interlocked.Increment(ref calls));
            await Task.Yield();
            Interlocked.Decrement(ref calls);
            return ModbusReply.Done;
        }));
        using var first = await OpenAsync();
        using var second = await RawConnection.OpenAsync(_server.Endpoint);
        await Task.WhenAll(AskManyAsync(first), AskManyAsync(second));

        Assert.Equal(1, most);
    }

    [Fact]
    public async Task SilentUnit_AnswersNothingAndTheNextRequestIsServed()
    {
        _server.SetUnit(1, new HookedUnit((_, _) => ValueTask.FromResult(ModbusReply.None)));
        _server.SetUnit(2, new ModbusMemoryUnit(10));
        using var client = await OpenAsync();
        await client.SendAsync([.. Frame(1, 1), .. Frame(2, 2)]);

        Assert.Equal(2, (await client.ReadFrameAsync())[1]);
    }

    [Fact]
    public async Task GarbageUnit_SendsItsBytesAsTheyAre()
    {
        byte[] garbage = [0xDE, 0xAD, 0, 0, 0, 2, 0xBE, 0xEF];
        _server.SetUnit(1, new HookedUnit((_, _) => ValueTask.FromResult(ModbusReply.Raw(garbage))));
        using var client = await OpenAsync();
        await client.SendAsync(Frame(1, 1));

        Assert.Equal(garbage, await client.ReadFrameAsync());
    }

    [Fact]
    public async Task DisconnectingUnit_ClosesTheConnection()
    {
        _server.SetUnit(1, new HookedUnit((_, _) => ValueTask.FromResult(ModbusReply.Disconnect)));
        using var client = await OpenAsync();
        await client.SendAsync(Frame(1, 1));

        Assert.True(await client.IsClosedAsync());
    }

    [Fact]
    public async Task RemovedUnit_IsNoLongerThere()
    {
        _server.SetUnit(1, new ModbusMemoryUnit(10));
        using var client = await OpenAsync();
        await client.SendAsync(Frame(1, 1));
        Assert.Equal(3, (await client.ReadFrameAsync())[7]);

        _server.RemoveUnit(1);
        await client.SendAsync(Frame(2, 1));
        Assert.Equal([0x83, 0x0B], (await client.ReadFrameAsync())[7..]);
    }

    [Fact]
    public async Task Request_InSingleBytes_IsAnswered()
    {
        _server.SetUnit(1, new ModbusMemoryUnit(10));
        using var client = await OpenAsync();
        foreach (var single in Frame(1, 1))
        {
            await client.SendAsync(single);
        }

        Assert.Equal([3, 2, 0, 0], (await client.ReadFrameAsync())[7..]);
    }

    private static HookedUnit Slow(Task release) => new(async (_, cancellationToken) =>
    {
        await release.WaitAsync(cancellationToken);
        return ModbusReply.Done;
    });

    private static byte[] Frame(byte transactionId, byte unitId) => [0, transactionId, 0, 0, 0, 6, unitId, 3, 0, 0, 0, 1];

    private static async Task AskManyAsync(RawConnection client)
    {
        for (byte request = 0; request < 100; request++)
        {
            await client.SendAsync(Frame(request, 1));
            await client.ReadFrameAsync();
        }
    }

    private Task<RawConnection> OpenAsync()
    {
        _server.Start();
        return RawConnection.OpenAsync(_server.Endpoint);
    }
}
