using System.Threading.Channels;
using Twins.Adapters.Modbus.Wire;
using Twins.Testing.Time;

namespace Twins.Tests.Protocols.Modbus.Master;

/// <summary>What sold devices do beside the protocol: it is counted and named, and costs no value that can be had.</summary>
public sealed class IrregularAnswerTests : IAsyncDisposable
{
    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(1);

    private readonly ManualTimeProvider _clock = new();
    private readonly ScriptedDevice _device = new();
    private readonly Channel<ModbusIrregularityEventArgs> _irregular = Channel.CreateUnbounded<ModbusIrregularityEventArgs>();
    private ModbusTcpMaster? _master;

    public async ValueTask DisposeAsync()
    {
        if (_master is not null)
        {
            await _master.DisposeAsync();
        }

        await _device.DisposeAsync();
    }

    [Fact]
    public async Task AnswerAfterTheTimeout_IsCountedAsLate()
    {
        Open();
        var asked = AskAsync();
        var connection = await _device.AcceptAsync();
        var frame = await connection.ReadFrameAsync();
        _clock.Advance(RequestTimeout);
        await Assert.ThrowsAsync<ModbusTimeoutException>(() => asked.InTime());

        await connection.AnswerRegistersAsync(frame, 7);

        var irregular = await NextAsync();
        Assert.Equal((ModbusIrregularity.LateAnswer, 1), (irregular.Kind, irregular.Amount));
        Assert.Equal($"127.0.0.1:{_device.Port} answered transaction 1 after its time", irregular.Description);
    }

    [Fact]
    public async Task OtherTransactionId_IsNamedAsSuchAndNotCalledUnanswered()
    {
        Open();
        var asked = AskAsync();
        var connection = await _device.AcceptAsync();
        var frame = await connection.ReadFrameAsync();
        await connection.AnswerRegistersAsync([0, 0, .. frame[2..]], 7);
        Assert.Equal(ModbusIrregularity.MismatchedId, (await NextAsync()).Kind);

        _clock.Advance(RequestTimeout);

        var error = await Assert.ThrowsAsync<ModbusProtocolException>(() => asked.InTime());
        Assert.Equal($"127.0.0.1:{_device.Port} answered with transaction identifier 0, expected 1", error.Violation);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 9)]
    public async Task OtherIds_Accepted_AreTheAnswerAndCounted(byte transactionId, byte unitId)
    {
        Open(options => options with { MaxInFlight = 1, AcceptMismatchedIds = true });
        var asked = AskAsync();
        var connection = await _device.AcceptAsync();
        await connection.ReadFrameAsync();

        await connection.SendAsync(0, transactionId, 0, 0, 0, 5, unitId, 3, 2, 0, 42);

        Assert.Equal(42, await asked.InTime());
        Assert.Equal(ModbusIrregularity.MismatchedId, (await NextAsync()).Kind);
    }

    [Fact]
    public async Task OtherIds_Accepted_AfterATimeoutTheConnectionIsGivenUp_SoThatALateAnswerIsTakenForNoOther()
    {
        Open(options => options with { MaxInFlight = 1, AcceptMismatchedIds = true });
        var asked = AskAsync();
        var connection = await _device.AcceptAsync();
        await connection.ReadFrameAsync();

        _clock.Advance(RequestTimeout);

        await Assert.ThrowsAsync<ModbusTimeoutException>(() => asked.InTime());
        Assert.True(await connection.IsClosedAsync());
    }

    [Theory]
    [InlineData("A1B2")]
    [InlineData("FFFFFFFFFFFFFFFF")]
    [InlineData("0D0A48656C6C6F20776F726C642C20686F772061726520796F75")]
    public async Task SurplusBytesAfterAnAnswer_AreCountedAndTheNextAnswerIsFound(string surplus)
    {
        Open();
        var first = AskAsync();
        var connection = await _device.AcceptAsync();
        var frame = await connection.ReadFrameAsync();
        await connection.SendAsync([frame[0], frame[1], 0, 0, 0, 5, 1, 3, 2, 0, 41, .. Convert.FromHexString(surplus)]);
        Assert.Equal(41, await first.InTime());

        var second = AskAsync();
        await connection.AnswerRegistersAsync(await connection.ReadFrameAsync(), 42);

        Assert.Equal(42, await second.InTime());
        var irregular = await NextAsync();
        Assert.Equal((ModbusIrregularity.SurplusBytes, surplus.Length / 2), (irregular.Kind, (int)irregular.Amount));
    }

    [Fact]
    public async Task AnswerGivenTwice_IsSurplus()
    {
        Open();
        var first = AskAsync();
        var connection = await _device.AcceptAsync();
        var frame = await connection.ReadFrameAsync();
        await connection.AnswerRegistersAsync(frame, 41);
        await connection.AnswerRegistersAsync(frame, 41);
        Assert.Equal(41, await first.InTime());

        Assert.Equal((ModbusIrregularity.SurplusBytes, 11L), ((await NextAsync()) is var irregular ? (irregular.Kind, irregular.Amount) : default));
    }

    [Fact]
    public async Task ConnectDelay_TheFirstRequestWaitsForIt()
    {
        Open(options => options with { ConnectDelay = TimeSpan.FromSeconds(2) });
        var asked = AskAsync();
        var connection = await _device.AcceptAsync();
        var frame = connection.ReadFrameAsync();
        await Eventually.TrueAsync(
            () =>
            {
                Assert.True(frame.IsCompleted || !asked.IsCompleted);
                _clock.Advance(TimeSpan.FromMilliseconds(500));
                return frame.IsCompleted;
            },
            "the request was sent");

        Assert.True(_clock.GetUtcNow() - ManualTimeProvider.DefaultStart >= TimeSpan.FromSeconds(2));
        await connection.AnswerRegistersAsync(await frame, 42);
        Assert.Equal(42, await asked.InTime());
    }

    private void Open(Func<ModbusTcpMasterOptions, ModbusTcpMasterOptions>? adjust = null)
    {
        var options = new ModbusTcpMasterOptions { Host = "127.0.0.1", Port = _device.Port, RequestTimeout = RequestTimeout, Jitter = 0 };
        _master = new ModbusTcpMaster(adjust?.Invoke(options) ?? options, _clock);
        _master.Irregular += (_, irregularity) => _irregular.Writer.TryWrite(irregularity);
    }

    private async Task<int> AskAsync()
    {
        var register = new ushort[1];
        await _master!.ReadHoldingRegistersAsync(1, 0, register);
        return register[0];
    }

    private async Task<ModbusIrregularityEventArgs> NextAsync() => await _irregular.Reader.ReadAsync().InTime();
}
