using Twins.Adapters.Modbus.Wire;

namespace Twins.Tests.Protocols.Modbus.Master;

public sealed class ProtocolViolationTests : IAsyncDisposable
{
    private readonly ScriptedDevice _device = new();
    private readonly ModbusTcpMaster _master;

    public ProtocolViolationTests() =>
        _master = new ModbusTcpMaster(
            new ModbusTcpMasterOptions { Host = "127.0.0.1", Port = _device.Port, RequestTimeout = TimeSpan.FromSeconds(25) });

    public async ValueTask DisposeAsync()
    {
        await _master.DisposeAsync();
        await _device.DisposeAsync();
    }

    [Theory]
    [InlineData("030400010002FF", "the byte count is 4 and 5 byte(s) follow, expected 4")]
    [InlineData("03020001", "the byte count is 2 and 2 byte(s) follow, expected 4")]
    [InlineData("0306000100020003", "the byte count is 6 and 6 byte(s) follow, expected 4")]
    [InlineData("03", "the byte count is 0 and 0 byte(s) follow, expected 4")]
    [InlineData("040400010002", "the function code is 0x04 in 6 byte(s)")]
    [InlineData("8402", "the function code is 0x84 in 2 byte(s)")]
    [InlineData("83", "the function code is 0x83 in 1 byte(s)")]
    public async Task Read_AnswerOfAnotherForm_SaysWhatIsWrongAndKeepsTheConnection(string pdu, string violation)
    {
        ushort[] untouched = [7, 7];
        var read = _master.ReadHoldingRegistersAsync(1, 0, untouched).AsTask();
        var connection = await _device.AcceptAsync();
        await connection.AnswerAsync(await connection.ReadFrameAsync(), Convert.FromHexString(pdu));

        var error = await Assert.ThrowsAsync<ModbusProtocolException>(() => read.InTime());
        Assert.Equal(violation, error.Violation);
        Assert.Equal($"127.0.0.1:{_device.Port} answered function 3 (ReadHoldingRegisters) of unit 1, address 0, count 2 wrongly: {violation}.", error.Message);
        Assert.Equal([7, 7], untouched);

        var next = _master.ReadHoldingRegistersAsync(1, 0, untouched).AsTask();
        await connection.AnswerRegistersAsync(await connection.ReadFrameAsync(), 1, 2);
        await next.InTime();
        Assert.Equal([1, 2], untouched);
    }

    [Fact]
    public async Task Read_AnswerOfAnotherUnit_IsRefused()
    {
        var read = _master.ReadHoldingRegistersAsync(1, 0, new ushort[1]).AsTask();
        var connection = await _device.AcceptAsync();
        await connection.AnswerAsync(await connection.ReadFrameAsync(), [3, 2, 0, 1], unitId: 9);

        var error = await Assert.ThrowsAsync<ModbusProtocolException>(() => read.InTime());
        Assert.Equal("the unit identifier is 9", error.Violation);
    }

    [Fact]
    public async Task Write_EchoOfAnotherValue_IsRefused()
    {
        var write = _master.WriteSingleRegisterAsync(1, 2, 0x0304).AsTask();
        var connection = await _device.AcceptAsync();
        await connection.AnswerAsync(await connection.ReadFrameAsync(), [6, 0, 2, 3, 5]);

        var error = await Assert.ThrowsAsync<ModbusProtocolException>(() => write.InTime());
        Assert.Equal("the echo is 0600020305, expected 0600020304", error.Violation);
    }

    [Fact]
    public async Task WriteMultiple_EchoOfAnotherCount_IsRefused()
    {
        var write = _master.WriteMultipleRegistersAsync(1, 2, new ushort[] { 1, 2, 3 }).AsTask();
        var connection = await _device.AcceptAsync();
        await connection.AnswerAsync(await connection.ReadFrameAsync(), [16, 0, 2, 0, 2]);

        var error = await Assert.ThrowsAsync<ModbusProtocolException>(() => write.InTime());
        Assert.Equal("the echo is 1000020002, expected 1000020003", error.Violation);
    }

    [Theory]
    [InlineData("000100010003010302", "the protocol identifier is 1 instead of 0")]
    [InlineData("0001000000010103", "the length field is 1, outside 2 to 254")]
    [InlineData("000100000000", "the length field is 0, outside 2 to 254")]
    [InlineData("0001000000FF0103", "the length field is 255, outside 2 to 254")]
    [InlineData("485454502F312E31", "the protocol identifier is 21584 instead of 0")]
    public async Task Receive_NoModbusFrame_ClosesTheConnectionAndSaysWhy(string bytes, string violation)
    {
        var read = _master.ReadHoldingRegistersAsync(1, 0, new ushort[1]).AsTask();
        var connection = await _device.AcceptAsync();
        await connection.ReadFrameAsync();
        await connection.SendAsync(Convert.FromHexString(bytes));

        var error = await Assert.ThrowsAsync<ModbusConnectionException>(() => read.InTime());
        Assert.Equal(violation, Assert.IsType<ModbusProtocolException>(error.InnerException).Violation);
        Assert.True(await connection.IsClosedAsync());
    }

    [Theory]
    [InlineData(1, ModbusExceptionCode.IllegalFunction, "exception 1 (IllegalFunction)")]
    [InlineData(2, ModbusExceptionCode.IllegalDataAddress, "exception 2 (IllegalDataAddress)")]
    [InlineData(3, ModbusExceptionCode.IllegalDataValue, "exception 3 (IllegalDataValue)")]
    [InlineData(4, ModbusExceptionCode.ServerDeviceFailure, "exception 4 (ServerDeviceFailure)")]
    [InlineData(5, ModbusExceptionCode.Acknowledge, "exception 5 (Acknowledge)")]
    [InlineData(6, ModbusExceptionCode.ServerDeviceBusy, "exception 6 (ServerDeviceBusy)")]
    [InlineData(8, ModbusExceptionCode.MemoryParityError, "exception 8 (MemoryParityError)")]
    [InlineData(10, ModbusExceptionCode.GatewayPathUnavailable, "exception 10 (GatewayPathUnavailable)")]
    [InlineData(11, ModbusExceptionCode.GatewayTargetDeviceFailedToRespond, "exception 11 (GatewayTargetDeviceFailedToRespond)")]
    [InlineData(99, (ModbusExceptionCode)99, "exception 99 (not in the standard)")]
    public async Task ExceptionResponse_IsATypedErrorWithItsCode(byte onTheWire, ModbusExceptionCode code, string name)
    {
        var write = _master.WriteMultipleCoilsAsync(5, 40, new bool[12]).AsTask();
        var connection = await _device.AcceptAsync();
        await connection.AnswerAsync(await connection.ReadFrameAsync(), [0x8F, onTheWire]);

        var error = await Assert.ThrowsAsync<ModbusDeviceException>(() => write.InTime());
        Assert.Equal(code, error.Code);
        Assert.Equal(new ModbusRequest(ModbusFunction.WriteMultipleCoils, 5, 40, 12), error.Request);
        Assert.Equal(
            $"127.0.0.1:{_device.Port} refused function 15 (WriteMultipleCoils) of unit 5, address 40, count 12 with {name}.",
            error.Message);
    }
}
