namespace Twins.Tests.Model.Descriptions;

/// <summary>Maps whose blocks, points and writes do not fit together. Every error is asserted with its place, its text and its fix.</summary>
public sealed class LayoutErrorTests
{
    [Fact]
    public void Load_ARegisterBeyondTheLast_NamesTheLast() => Assert.Equal(
        "devices/acme.yaml:17:37: '65536' does not fit here — write a whole number, 0 to 65535",
        SampleFiles.ErrorsAfter("devices", "address: 30", "address: 65536"));

    [Fact]
    public void Load_AValueBeyondTheLastRegister_NamesTheLast() => Assert.Equal(
        "devices/acme.yaml:11:35: 2 addresses from 65535 reach beyond 65535, the last — begin at 65534 at most, or take 1 at most",
        SampleFiles.ErrorsAfter("devices", "{key: activePower, address: 0", "{key: activePower, address: 65535"));

    [Fact]
    public void Load_ABlockBeyondTheLastRegister_NamesTheLast() => Assert.Equal(
        "devices/acme.yaml:8:48: 20 addresses from 65530 reach beyond 65535, the last — begin at 65516 at most, or take 6 at most",
        SampleFiles.ErrorsAfter("devices", "start: 0, count: 20", "start: 65530, count: 20"));

    [Fact]
    public void Load_PointsThatOverlap_NamesBoth() => Assert.Equal(
        "devices/acme.yaml:12:37: 'stateOfCharge' at holding 1 overlaps 'activePower' at holding 0 to 1 — fix the address or the data type",
        SampleFiles.ErrorsAfter("devices", "{key: stateOfCharge, address: 2", "{key: stateOfCharge, address: 1"));

    [Fact]
    public void Load_BitFieldsThatOverlap_NamesBoth() => Assert.Equal(
        "devices/acme.yaml:13:37: 'powerSetpoint' at holding 3 overlaps 'stateOfCharge' at holding 3 — give each its own bits\n" +
        "devices/acme.yaml:14:28: 'mode' at holding 3 overlaps 'stateOfCharge' at holding 3 — fix the address or the data type",
        SampleFiles.ErrorsAfter("devices", "{key: stateOfCharge, address: 2, data: uint16, unit: \"%\", notAvailable: sunspec}", "{key: stateOfCharge, address: 3, data: uint16, firstBit: 0, bitCount: 8, unit: \"%\"}\n    - {key: powerSetpoint, address: 3, data: uint16, firstBit: 7, unit: W}"));

    [Fact]
    public void Load_BlocksThatOverlap_NamesBoth() => Assert.Equal(
        "devices/acme.yaml:9:34: the block from 19 overlaps the block 0 to 19 — read each register in one block\n" +
        "devices/acme.yaml:15:39: no read covers 'modules.1.voltage' at holding 100 — add or widen a block under 'reads'",
        SampleFiles.ErrorsAfter("devices", "start: 100, count: 10", "start: 19, count: 10"));

    [Fact]
    public void Load_APointThatNoBlockCovers_SaysWhatToAdd() => Assert.Equal(
        "devices/acme.yaml:12:37: no read covers 'stateOfCharge' at holding 50 — add or widen a block under 'reads'",
        SampleFiles.ErrorsAfter("devices", "address: 2, data", "address: 50, data"));

    [Fact]
    public void Load_APointAcrossTwoBlocks_SaysWhatToAdd() => Assert.Equal(
        "devices/acme.yaml:12:35: no read covers 'activePower' at holding 0 to 1 — add or widen a block under 'reads'",
        SampleFiles.ErrorsAfter("devices", "start: 0, count: 20, everyS: 1}", "start: 0, count: 1, everyS: 1}\n    - {function: holding, start: 1, count: 19, everyS: 1}"));

    [Fact]
    public void Load_AScaleFactorThatNoBlockCovers_SaysWhatToAdd() => Assert.Equal(
        "devices/acme.yaml:11:80: no read covers the scale factor of 'activePower' at 60 — add or widen a block under 'reads'",
        SampleFiles.ErrorsAfter("devices", "data: int32, unit: W", "data: int32, unit: W, scaleFactorAddress: 60"));

    [Fact]
    public void Load_APointTwice_NamesTheFirst() => Assert.Equal(
        "devices/acme.yaml:14:13: the point 'mode' is described already, in line 13 — keep one of them",
        SampleFiles.ErrorsAfter("devices", "{key: name, address: 4, data: text, length: 4}", "{key: mode, address: 4, data: uint16}"));

    [Fact]
    public void Load_AStrideThatLetsBlocksOverlap_NamesTheLeast() => Assert.Equal(
        "devices/acme.yaml:9:86: a stride of 9 lets blocks of 10 overlap — write at least 10",
        SampleFiles.ErrorsAfter("devices", "group: modules, stride: 10", "group: modules, stride: 9"));

    [Fact]
    public void Load_AStrideThatLetsPointsOverlap_NamesBoth() => Assert.Equal(
        "devices/acme.yaml:15:39: 'modules.2.voltage' at holding 101 to 102 overlaps 'modules.1.voltage' at holding 100 to 101 — fix the address or the data type",
        SampleFiles.ErrorsAfter("devices", "address: 100, stride: 10, data: uint16", "address: 100, stride: 1, data: int32"));

    [Fact]
    public void Load_AGroupWithoutStride_SaysWhatToAdd() => Assert.Equal(
        "devices/acme.yaml:9:7: 'group' and 'stride' belong together — add 'stride'",
        SampleFiles.ErrorsAfter("devices", "group: modules, stride: 10", "group: modules"));

    [Fact]
    public void Load_AnUnknownGroup_ProposesTheNearest() => Assert.Equal(
        "devices/acme.yaml:9:69: the type 'battery' has no group 'module' — did you mean 'modules'?",
        SampleFiles.ErrorsAfter("devices", "group: modules", "group: module"));

    [Fact]
    public void Load_ASetpointReadButNotWritten_SaysWhatToAdd() => Assert.Equal(
        "devices/acme.yaml:16:13: the setpoint 'powerSetpoint' has no write — add it under 'writes', or leave the point out",
        SampleFiles.ErrorsAfter("devices", "  writes:\n    - {key: powerSetpoint, address: 30, data: int16, unit: W, tolerance: 1, limits: [-500, 500]}", "    - {key: powerSetpoint, address: 8, data: int16, unit: W}"));

    [Fact]
    public void Load_AWriteOfAMeasurement_IsAnError() => Assert.Equal(
        "devices/acme.yaml:7:3: the type's capability 'activePowerControl' needs 'powerSetpoint', which the map does not reach — describe its registers, or implement another type\n" +
        "devices/acme.yaml:17:13: 'activePower' is not commanded: the type 'battery' gives it no 'hold' — add 'hold' in the type, or leave the write out",
        SampleFiles.ErrorsAfter("devices", "{key: powerSetpoint, address: 30, data: int16", "{key: activePower, address: 30, data: int16"));

    [Fact]
    public void Load_AWriteToInputRegisters_IsAnError() => Assert.Equal(
        "devices/acme.yaml:17:38: the table 'input' cannot be written — write 'function: holding' or 'coil'",
        SampleFiles.ErrorsAfter("devices", "{key: powerSetpoint, address: 30", "{key: powerSetpoint, function: input, address: 30"));

    [Fact]
    public void Load_AReadBackBeyondTheLastRegister_NamesTheLast() => Assert.Equal(
        "devices/acme.yaml:17:73: 2 addresses from 65535 reach beyond 65535, the last — begin at 65534 at most, or take 1 at most",
        SampleFiles.ErrorsAfter("devices", "data: int16, unit: W, tolerance: 1", "data: int32, unit: W, readBack: 65535, tolerance: 1"));

    [Fact]
    public void Load_ASafeValueOutsideTheLimits_IsAnError() => Assert.Equal(
        "devices/acme.yaml:17:74: the safe value 600 is outside the limits [-500, 500] — choose one inside",
        SampleFiles.ErrorsAfter("devices", "tolerance: 1", "safeValue: 600"));

    [Fact]
    public void Load_ACapabilityThatTheMapDoesNotReach_NamesThePoint() => Assert.Equal(
        "devices/acme.yaml:7:3: the type's capability 'storage' needs 'stateOfCharge', which the map does not reach — describe its registers, or implement another type",
        SampleFiles.ErrorsAfter("devices", "    - {key: stateOfCharge, address: 2, data: uint16, unit: \"%\", notAvailable: sunspec}\n", ""));
}
