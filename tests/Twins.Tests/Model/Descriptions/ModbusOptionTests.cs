using Twins.Adapters.Modbus;
using Twins.Configuration;

namespace Twins.Tests.Model.Descriptions;

/// <summary>What a Modbus device or connection may be told to bear, as the description records hold it.</summary>
public sealed class ModbusOptionTests
{
    [Fact]
    public void Load_NothingStated_TakesTheDefaults()
    {
        var loaded = SampleFiles.Load();
        var map = Map(loaded);
        var endpoint = Endpoint(loaded);

        Assert.Equal((125, null, TimeSpan.Zero), (map.MaxRegisters, map.WriteFunction, map.Writes[0].Settle));
        Assert.Equal(ModbusWriteFunction.Single, map.FunctionOf(map.Writes[0]));
        Assert.Equal((TimeSpan.Zero, false), (endpoint.ConnectDelay, endpoint.AcceptMismatchedIds));
    }

    [Fact]
    public void Load_OptionsOfTheDevice_AreHeld()
    {
        var map = Map(SampleFiles.Load(device: SampleFiles.Spoil(SampleFiles.Device, "modbus:\n", "modbus:\n  maxRegisters: 50\n  writeFunction: 16\n")));

        Assert.Equal(50, map.MaxRegisters);
        Assert.Equal(ModbusWriteFunction.Multiple, map.FunctionOf(map.Writes[0]));
    }

    [Fact]
    public void Load_OptionsOfAWrite_ComeBeforeTheDevices()
    {
        var device = SampleFiles.Spoil(SampleFiles.Device, "modbus:\n", "modbus:\n  writeFunction: 16\n");
        var map = Map(SampleFiles.Load(device: SampleFiles.Spoil(device, "tolerance: 1,", "tolerance: 1, writeFunction: 6, settleS: 4.5,")));

        Assert.Equal(ModbusWriteFunction.Single, map.FunctionOf(map.Writes[0]));
        Assert.Equal(TimeSpan.FromSeconds(4.5), map.Writes[0].Settle);
    }

    [Fact]
    public void Load_OptionsOfAConnection_AreHeld()
    {
        var endpoint = Endpoint(SampleFiles.Load(site: SampleFiles.Spoil(
            SampleFiles.Site, "{host: 192.0.2.1}", "{host: 192.0.2.1, connectDelayMs: 250, acceptMismatchedIds: true, maxInFlight: 1}")));

        Assert.Equal((TimeSpan.FromMilliseconds(250), true), (endpoint.ConnectDelay, endpoint.AcceptMismatchedIds));
    }

    [Theory]
    [InlineData("devices", "modbus:\n", "modbus:\n  maxRegisters: 126\n", "devices/acme.yaml:7:17: '126' does not fit here — write a whole number, 1 to 125")]
    [InlineData("devices", "modbus:\n", "modbus:\n  maxRegisters: 0\n", "devices/acme.yaml:7:17: '0' does not fit here — write a whole number, 1 to 125")]
    [InlineData("devices", "modbus:\n", "modbus:\n  writeFunction: 5\n",
        "devices/acme.yaml:7:18: '5' does not fit here — write 6 (write single register) or 16 (write multiple registers)")]
    [InlineData("devices", "data: int16, unit: W, tolerance: 1", "data: int32, unit: W, writeFunction: 6, tolerance: 1",
        "devices/acme.yaml:17:78: function 6 writes one register, but 'powerSetpoint' has 2 — write 'writeFunction: 16', or leave it out")]
    [InlineData("devices", "address: 30, data: int16, unit: W", "address: 30, function: coil, data: bit, unit: W, writeFunction: 6",
        "devices/acme.yaml:17:92: 'writeFunction' belongs to holding registers — leave it out")]
    [InlineData("devices", "tolerance: 1", "settleS: 601", "devices/acme.yaml:17:72: '601' does not fit here — write a number, 0 to 600")]
    [InlineData("sites", "{host: 192.0.2.1}", "{host: 192.0.2.1, maxInFlight: 2, acceptMismatchedIds: true}",
        "sites/lab.yaml:6:81: with 2 requests in flight, ids alone tell which answer is whose — write 'maxInFlight: 1', or leave 'acceptMismatchedIds' out")]
    public void Load_AnOptionThatDoesNotFit_SaysWhereWhatAndHowToFix(string kind, string text, string replacement, string error) =>
        Assert.Equal(error, SampleFiles.ErrorsAfter(kind, text, replacement));

    [Theory]
    [InlineData("127.0.0.1:5020", "'127.0.0.1:5020' is a host with its port — write 'host: 127.0.0.1' and 'port: 5020'")]
    [InlineData("tcp://127.0.0.1", "'tcp://127.0.0.1' is a URL — write 'host: 127.0.0.1'")]
    [InlineData("tcp://battery.lan:502/", "'tcp://battery.lan:502/' is a URL — write 'host: battery.lan' and 'port: 502'")]
    [InlineData("http://user@battery.lan/x", "'http://user@battery.lan/x' is a URL — write 'host: battery.lan'")]
    [InlineData("\"[2001:db8::7]:502\"", "'[2001:db8::7]:502' is a host with its port — write 'host: 2001:db8::7' and 'port: 502'")]
    [InlineData("\"[::1]\"", "'[::1]' is no host — write 'host: \"::1\"'")]
    [InlineData("bad host", "'bad host' is no host name and no address — write one, such as battery.lan, 192.0.2.7 or 2001:db8::7")]
    [InlineData("a..b", "'a..b' is no host name and no address — write one, such as battery.lan, 192.0.2.7 or 2001:db8::7")]
    [InlineData("\"tcp://\"", "'tcp://' is no host name and no address — write one, such as battery.lan, 192.0.2.7 or 2001:db8::7")]
    public void Load_AHostThatIsNone_SaysWhatToWrite(string host, string error) =>
        Assert.Equal($"sites/lab.yaml:6:33: {error}", SampleFiles.ErrorsAfter("sites", "host: 192.0.2.1", $"host: {host}"));

    [Theory]
    [InlineData("battery.lan")]
    [InlineData("mqtt_broker-1")]
    [InlineData("2001:db8::7")]
    [InlineData("\"::1\"")]
    [InlineData("zähler.example.")]
    public void Load_AHost_IsTaken(string host) =>
        Assert.Equal(host.Trim('"'), Endpoint(SampleFiles.Load(site: SampleFiles.Spoil(SampleFiles.Site, "host: 192.0.2.1", $"host: {host}"))).Host);

    [Theory]
    [InlineData("scaleFactorAddress: 19", "")]
    [InlineData("scaleFactorAddress: 105",
        "devices/acme.yaml:11:80: 'activePower' at 0 and its scale factor at 105 are read in two requests, between which the device may change the factor — describe the registers between them under 'reads', or raise 'allowedGap' if the device lets them be read")]
    public void Load_AScaleFactorOutOfReach_IsAWarning(string factor, string warnings)
    {
        var loaded = SampleFiles.Load(device: SampleFiles.Spoil(SampleFiles.Device, "data: int32, unit: W}", $"data: int32, unit: W, {factor}}}"));

        Assert.Empty(loaded.Errors);
        Assert.Equal(warnings, string.Join('\n', loaded.Warnings));
    }

    [Fact]
    public void Load_AScaleFactorBeyondMaxRegisters_IsAWarning()
    {
        var device = SampleFiles.Spoil(SampleFiles.Device, "data: int32, unit: W}", "data: int32, unit: W, scaleFactorAddress: 19}");
        var loaded = SampleFiles.Load(device: SampleFiles.Spoil(device, "modbus:\n", "modbus:\n  maxRegisters: 10\n"));

        Assert.Equal(
            "devices/acme.yaml:12:80: 'activePower' at 0 and its scale factor at 19 are read in two requests, between which the device may change the factor — they span 20 registers and a request takes 10: raise 'maxRegisters' if the device allows it",
            string.Join('\n', loaded.Warnings));
    }

    private static ModbusDescription Map(LoadedConfiguration loaded) => Assert.IsType<ModbusDescription>(loaded.Devices[0].Protocol);

    private static ModbusEndpoint Endpoint(LoadedConfiguration loaded) =>
        Assert.IsType<ModbusEndpoint>(loaded.GetCatalog().Sites[0].Description.Connections[0].Settings);
}
