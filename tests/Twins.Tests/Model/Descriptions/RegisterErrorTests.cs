namespace Twins.Tests.Model.Descriptions;

/// <summary>Registers that cannot carry what the type describes. Every error is asserted with its place, its text and its fix.</summary>
public sealed class RegisterErrorTests
{
    [Fact]
    public void Load_AnUnknownType_ProposesTheNearest() => Assert.Equal(
        "devices/acme.yaml:2:7: there is no type 'batery' — did you mean 'battery'?",
        SampleFiles.ErrorsAfter("devices", "type: battery", "type: batery"));

    [Fact]
    public void Load_APointThatTheTypeLacks_ProposesTheNearest() => Assert.Equal(
        "devices/acme.yaml:12:13: the type 'battery' has no point 'stateOfCharg' — did you mean 'stateOfCharge'?",
        SampleFiles.ErrorsAfter("devices", "key: stateOfCharge", "key: stateOfCharg"));

    [Fact]
    public void Load_AGroupPointWithoutStride_SaysWhatToAdd() => Assert.Equal(
        "devices/acme.yaml:15:7: 'modules.voltage' belongs to a group — add 'stride': the distance to the same point of the next part",
        SampleFiles.ErrorsAfter("devices", "address: 100, stride: 10, data", "address: 100, data"));

    [Fact]
    public void Load_AStrideOutsideGroups_IsAnError() => Assert.Equal(
        "devices/acme.yaml:11:46: 'activePower' belongs to no group — leave 'stride' out",
        SampleFiles.ErrorsAfter("devices", "{key: activePower, address: 0,", "{key: activePower, address: 0, stride: 2,"));

    [Fact]
    public void Load_AUnitOfAnotherQuantity_NamesBoth() => Assert.Equal(
        "devices/acme.yaml:11:57: 'V' is a unit of voltage, not of power — one of: W, mW, kW, MW, GW",
        SampleFiles.ErrorsAfter("devices", "data: int32, unit: W", "data: int32, unit: V"));

    [Fact]
    public void Load_AMisspeltUnit_ProposesTheNearest() => Assert.Equal(
        "devices/acme.yaml:11:57: 'kw' is not a unit of power — did you mean 'kW'?",
        SampleFiles.ErrorsAfter("devices", "data: int32, unit: W", "data: int32, unit: kw"));

    [Fact]
    public void Load_ANumberWithoutUnit_SaysWhatToAdd() => Assert.Equal(
        "devices/acme.yaml:11:7: 'activePower' needs the unit of the device's number — add 'unit: W', or what the device counts in",
        SampleFiles.ErrorsAfter("devices", "data: int32, unit: W", "data: int32"));

    [Fact]
    public void Load_AUnitOfAnEnum_IsAnError() => Assert.Equal(
        "devices/acme.yaml:13:51: 'mode' is no number and has no unit — leave 'unit' out",
        SampleFiles.ErrorsAfter("devices", "enum: {7: idle, 9: fault}", "unit: W"));

    [Fact]
    public void Load_AnUnknownDataType_ProposesTheNearest() => Assert.Equal(
        "devices/acme.yaml:11:44: 'int23' is not possible here — did you mean 'int32'?",
        SampleFiles.ErrorsAfter("devices", "data: int32", "data: int23"));

    [Fact]
    public void Load_ATextForANumber_SaysWhatFits() => Assert.Equal(
        "devices/acme.yaml:11:44: text cannot carry 'activePower', a number — write a number's data type, such as int16 or float32",
        SampleFiles.ErrorsAfter("devices", "data: int32, unit: W", "data: text, length: 2, unit: W"));

    [Fact]
    public void Load_AFloatForAnEnum_SaysWhatFits() => Assert.Equal(
        "devices/acme.yaml:13:37: float32 cannot carry 'mode', an enum — write uint16, or another whole number, or bit",
        SampleFiles.ErrorsAfter("devices", "address: 3, data: uint16", "address: 3, data: float32"));

    [Fact]
    public void Load_ATextWithoutLength_SaysWhatToAdd() => Assert.Equal(
        "devices/acme.yaml:14:7: a text needs its length — add 'length': the number of registers",
        SampleFiles.ErrorsAfter("devices", "data: text, length: 4", "data: text"));

    [Fact]
    public void Load_ALengthOfANumber_IsAnError() => Assert.Equal(
        "devices/acme.yaml:11:59: 'length' belongs to texts — leave it out: the data type says how many registers",
        SampleFiles.ErrorsAfter("devices", "data: int32", "data: int32, length: 2"));

    [Fact]
    public void Load_ABitInARegister_SaysWhatFits() => Assert.Equal(
        "devices/acme.yaml:13:37: a bit lies in a coil or discrete input, not in a register — write 'function: coil' or 'discrete', or 'data: uint16' with 'firstBit'",
        SampleFiles.ErrorsAfter("devices", "address: 3, data: uint16", "address: 3, data: bit"));

    [Fact]
    public void Load_ARegisterInACoil_SaysWhatFits() => Assert.Equal(
        "devices/acme.yaml:13:53: a coil holds one bit — write 'data: bit'",
        SampleFiles.ErrorsAfter("devices", "address: 3, data: uint16", "address: 3, function: coil, data: uint16"));

    [Fact]
    public void Load_AScaleOfAnEnum_IsAnError() => Assert.Equal(
        "devices/acme.yaml:13:52: 'scale' belongs to numbers; 'mode' is an enum — leave it out",
        SampleFiles.ErrorsAfter("devices", "enum: {7: idle, 9: fault}", "scale: 10"));

    [Fact]
    public void Load_AScaleOfZero_NamesTheBound() => Assert.Equal(
        "devices/acme.yaml:15:86: '0' does not fit here — write a number, more than 0 and at most 1000000000000",
        SampleFiles.ErrorsAfter("devices", "scale: 0.1", "scale: 0"));

    [Fact]
    public void Load_ABitFieldBeyondItsNumber_NamesTheBits() => Assert.Equal(
        "devices/acme.yaml:13:55: the bit field ends at bit 16, but the number has 16 bits — end at or below bit 15",
        SampleFiles.ErrorsAfter("devices", "enum: {7: idle, 9: fault}", "firstBit: 15, bitCount: 2"));

    [Fact]
    public void Load_ABitFieldOfAFloat_SaysWhatFits() => Assert.Equal(
        "devices/acme.yaml:11:72: a bit field lies in a whole number — write 'data: uint16', 'uint32' or 'uint64'",
        SampleFiles.ErrorsAfter("devices", "data: int32, unit: W", "data: float32, unit: W, firstBit: 0"));

    [Fact]
    public void Load_ABitCountAlone_SaysWhatToAdd() => Assert.Equal(
        "devices/acme.yaml:13:55: 'bitCount' belongs to a bit field — add 'firstBit', or leave it out",
        SampleFiles.ErrorsAfter("devices", "enum: {7: idle, 9: fault}", "bitCount: 2"));

    [Fact]
    public void Load_AnEnumMapToNoMember_ProposesTheNearest() => Assert.Equal(
        "devices/acme.yaml:13:51: 'mode' has no member 'falt' — did you mean 'fault'?",
        SampleFiles.ErrorsAfter("devices", "9: fault", "9: falt"));

    [Fact]
    public void Load_AnEnumMapOfANumber_IsAnError() => Assert.Equal(
        "devices/acme.yaml:11:66: 'activePower' is no enum — leave 'enum' out",
        SampleFiles.ErrorsAfter("devices", "data: int32, unit: W", "data: int32, unit: W, enum: {1: idle}"));

    [Fact]
    public void Load_ANotAvailablePatternTooWide_NamesTheWidth() => Assert.Equal(
        "devices/acme.yaml:12:79: the pattern 0x10000 does not fit 16 bits — write a pattern of uint16",
        SampleFiles.ErrorsAfter("devices", "notAvailable: sunspec", "notAvailable: 0x10000"));

    [Fact]
    public void Load_AnUnknownNotAvailablePattern_SaysWhatIsExpected() => Assert.Equal(
        "devices/acme.yaml:12:79: 'sunspc' does not fit here — write sunspec, or a raw pattern such as 0x8000",
        SampleFiles.ErrorsAfter("devices", "notAvailable: sunspec", "notAvailable: sunspc"));
}
