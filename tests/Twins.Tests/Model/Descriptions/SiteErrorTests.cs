namespace Twins.Tests.Model.Descriptions;

/// <summary>Site files whose parts do not fit together, or refer to nothing. Every error is asserted with its place, its text and its fix.</summary>
public sealed class SiteErrorTests
{
    [Fact]
    public void Load_AnUnknownDevice_ProposesTheNearest() => Assert.Equal(
        "sites/lab.yaml:8:30: there is no device description 'acne' — did you mean 'acme'?",
        SampleFiles.ErrorsAfter("sites", "device: acme", "device: acne"));

    [Fact]
    public void Load_AnUnknownConnection_ProposesTheNearest() => Assert.Equal(
        "sites/lab.yaml:8:48: there is no connection 'feild' — did you mean 'field'?",
        SampleFiles.ErrorsAfter("sites", "connection: field, counts", "connection: feild, counts"));

    [Fact]
    public void Load_TwoDevicesOfOneUnit_NamesBoth() => Assert.Equal(
        "sites/lab.yaml:9:63: 'battery-1' and 'battery-2' both are unit 1 of 'field' — give each its own unitId",
        SampleFiles.ErrorsAfter("sites", "unitId: 2", "unitId: 1"));

    [Fact]
    public void Load_TwoConnectionsToOneEndpoint_NamesBoth() => Assert.Equal(
        "sites/lab.yaml:7:26: 'field' and 'other' both reach 192.0.2.1:502 — use one connection with several unit ids",
        SampleFiles.ErrorsAfter("sites", "modbus: {host: 192.0.2.1}}", "modbus: {host: 192.0.2.1}}\n  - {key: other, modbus: {host: 192.0.2.1, port: 502}}"));

    [Fact]
    public void Load_AConnectionTwice_NamesTheFirst() => Assert.Equal(
        "sites/lab.yaml:7:11: the connection key 'field' is taken already, in line 6 — choose another key",
        SampleFiles.ErrorsAfter("sites", "modbus: {host: 192.0.2.1}}", "modbus: {host: 192.0.2.1}}\n  - {key: field, modbus: {host: 192.0.2.2}}"));

    [Fact]
    public void Load_ADeviceTwice_NamesTheFirst() => Assert.Equal(
        "sites/lab.yaml:9:11: the device key 'battery-1' is taken already, in line 8 — choose another key",
        SampleFiles.ErrorsAfter("sites", "key: battery-2", "key: battery-1"));

    [Fact]
    public void Load_AnUnknownTimeZone_SaysWhatToWrite() => Assert.Equal(
        "sites/lab.yaml:3:11: 'Europe/Stuttgart' is no time zone that this machine knows — write an IANA name such as Europe/Berlin",
        SampleFiles.ErrorsAfter("sites", "Etc/UTC", "Europe/Stuttgart"));

    [Fact]
    public void Load_ALatitudeBeyondThePole_NamesTheBounds() => Assert.Equal(
        "sites/lab.yaml:4:22: '148.78' does not fit here — write a number, -90 to 90",
        SampleFiles.ErrorsAfter("sites", "latitude: 48.78", "latitude: 148.78"));

    [Fact]
    public void Load_AnUnknownRating_ProposesTheNearest() => Assert.Equal(
        "sites/lab.yaml:8:102: the type 'battery' has no rating 'maxChargPower' — did you mean 'maxChargePower'?",
        SampleFiles.ErrorsAfter("sites", "maxChargePower", "maxChargPower"));

    [Fact]
    public void Load_ARatingInAnotherQuantity_NamesBoth() => Assert.Equal(
        "sites/lab.yaml:8:103: 'kWh' is a unit of energy, not of power — did you mean 'kW'?",
        SampleFiles.ErrorsAfter("sites", "0.4 kW", "0.4 kWh"));

    [Fact]
    public void Load_ARatingWithoutUnit_SaysWhatToWrite() => Assert.Equal(
        "sites/lab.yaml:8:103: '400' has no unit — write '400 W', or another unit of power",
        SampleFiles.ErrorsAfter("sites", "0.4 kW", "400"));

    [Fact]
    public void Load_ARatingWithoutNumber_SaysWhatToWrite() => Assert.Equal(
        "sites/lab.yaml:8:103: 'much' is not a number with a unit of power — write it like '100 W'",
        SampleFiles.ErrorsAfter("sites", "0.4 kW", "much"));

    [Fact]
    public void Load_ANegativeRating_AsksForTheMagnitude() => Assert.Equal(
        "sites/lab.yaml:8:103: the rating 'maxChargePower' is -0.4 kW, less than 0 — write a magnitude; the name says the direction",
        SampleFiles.ErrorsAfter("sites", "0.4 kW", "-0.4 kW"));

    [Fact]
    public void Load_AnUnknownGroup_ProposesTheNearest() => Assert.Equal(
        "sites/lab.yaml:8:63: the type 'battery' has no group 'module' — did you mean 'modules'?",
        SampleFiles.ErrorsAfter("sites", "counts: {modules: 2}", "counts: {module: 2}"));

    [Fact]
    public void Load_AGroupWithoutCount_SaysWhatToAdd() => Assert.Equal(
        "sites/lab.yaml:8:5: 'battery-1' does not say how many modules it has — add 'counts: {modules: …}'",
        SampleFiles.ErrorsAfter("sites", ", counts: {modules: 2}", ""));

    [Fact]
    public void Load_MorePartsThanThereAreRegisters_NamesTheFirstBeyond() => Assert.Equal(
        "sites/lab.yaml:8:63: in 'acme', 'modules.6545.voltage' would lie at holding 65540, beyond 65535, the last address — state the number of parts that the product has, or correct its description",
        SampleFiles.ErrorsAfter("sites", "modules: 2", "modules: 7000"));

    [Fact]
    public void Load_AnUnknownTerminal_ProposesTheNearest() => Assert.Equal(
        "sites/lab.yaml:8:119: the type 'battery' has no terminal 'dc' — only 'bus' is possible here",
        SampleFiles.ErrorsAfter("sites", "buses: {bus: main}", "buses: {dc: dc-main}"));

    [Fact]
    public void Load_AnUnknownBus_ProposesTheNearest() => Assert.Equal(
        "sites/lab.yaml:8:119: the network has no bus 'mian' — did you mean 'main'?",
        SampleFiles.ErrorsAfter("sites", "buses: {bus: main}", "buses: {bus: mian}"));

    [Fact]
    public void Load_ALineToNowhere_ProposesTheNearest() => Assert.Equal(
        "sites/lab.yaml:16:36: the network has no bus 'hal' — did you mean 'hall'?",
        SampleFiles.ErrorsAfter("sites", "to: hall", "to: hal"));

    [Fact]
    public void Load_ALineToItself_IsAnError() => Assert.Equal(
        "sites/lab.yaml:16:7: the line 'cable' joins 'main' to itself — name two buses",
        SampleFiles.ErrorsAfter("sites", "to: hall", "to: main"));

    [Fact]
    public void Load_ALineBetweenAcAndDc_IsAnError() => Assert.Equal(
        "sites/lab.yaml:16:7: the line 'cable' joins an ac and a dc bus — describe a converter between them",
        SampleFiles.ErrorsAfter("sites", "to: hall", "to: dc-main"));

    [Fact]
    public void Load_AReactanceOfADcLine_IsAnError() => Assert.Equal(
        "sites/lab.yaml:16:75: the line 'cable' is dc and has no reactance — leave it out",
        SampleFiles.ErrorsAfter("sites", "- {key: hall, kind: ac, nominalVoltage: 400 V}\n    - {key: dc-main, kind: dc, nominalVoltage: 700 V}\n  lines:\n    - {key: cable, from: main", "- {key: hall, kind: dc, nominalVoltage: 700 V}\n    - {key: dc-main, kind: dc, nominalVoltage: 700 V}\n  lines:\n    - {key: cable, from: dc-main"));

    [Fact]
    public void Load_AResistanceInAnotherUnit_NamesBoth() => Assert.Equal(
        "sites/lab.yaml:16:54: 'mV' is a unit of voltage, not of resistance — did you mean 'mΩ'?",
        SampleFiles.ErrorsAfter("sites", "20 mΩ", "20 mV"));

    [Fact]
    public void Load_AConverterOfNoDevice_ProposesTheNearest() => Assert.Equal(
        "sites/lab.yaml:18:16: the site has no device 'batery-1' — did you mean 'battery-1'?",
        SampleFiles.ErrorsAfter("sites", "device: battery-1, ac", "device: batery-1, ac"));

    [Fact]
    public void Load_AConverterOnABusOfTheOtherKind_IsAnError() => Assert.Equal(
        "sites/lab.yaml:18:41: 'hall' is no dc bus — name a bus of kind dc",
        SampleFiles.ErrorsAfter("sites", "dc: dc-main", "dc: hall"));

    [Fact]
    public void Load_ABusTwice_NamesTheFirst() => Assert.Equal(
        "sites/lab.yaml:13:13: the bus key 'main' is taken already, in line 12 — choose another key\n" +
        "sites/lab.yaml:16:36: the network has no bus 'hall' — one of: main, dc-main",
        SampleFiles.ErrorsAfter("sites", "key: hall", "key: main"));

    [Fact]
    public void Load_ANegativeLimit_AsksForTheMagnitude() => Assert.Equal(
        "sites/lab.yaml:19:22: '-250 W' is less than 0 W — write a magnitude; the name says the direction",
        SampleFiles.ErrorsAfter("sites", "250 W", "-250 W"));
}
