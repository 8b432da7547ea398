namespace Twins.Tests.Model.Descriptions;

/// <summary>Type files whose parts do not fit together. Every error is asserted with its place, its text and its fix.</summary>
public sealed class TypeErrorTests
{
    [Fact]
    public void Load_AnUnknownQuantity_ProposesTheNearest() => Assert.Equal(
        "types/battery.yaml:9:34: there is no quantity 'powr' — did you mean 'power'?",
        SampleFiles.ErrorsAfter("types", "quantity: power, unit: W, kind: measurement", "quantity: powr, unit: W, kind: measurement"));

    [Fact]
    public void Load_AUnitOfAnotherQuantity_NamesBoth() => Assert.Equal(
        "types/battery.yaml:9:47: 'V' is a unit of voltage, not of power — write 'unit: W'",
        SampleFiles.ErrorsAfter("types", "quantity: power, unit: W, kind: measurement", "quantity: power, unit: V, kind: measurement"));

    [Fact]
    public void Load_AnUnknownUnit_SaysTheCanonicalOne() => Assert.Equal(
        "types/battery.yaml:9:47: 'Watt' is not a unit of power — write 'unit: W'",
        SampleFiles.ErrorsAfter("types", "quantity: power, unit: W, kind: measurement", "quantity: power, unit: Watt, kind: measurement"));

    [Fact]
    public void Load_AUnitThatIsNotCanonical_SaysTheCanonicalOne() => Assert.Equal(
        "types/battery.yaml:9:47: 'kW' is not the canonical unit of power — write 'unit: W'",
        SampleFiles.ErrorsAfter("types", "quantity: power, unit: W, kind: measurement", "quantity: power, unit: kW, kind: measurement"));

    [Fact]
    public void Load_ANumberWithoutQuantity_SaysWhatToAdd() => Assert.Equal(
        "types/battery.yaml:9:5: a number needs its quantity — add 'quantity: power, unit: W', or another valueType",
        SampleFiles.ErrorsAfter("types", "quantity: power, unit: W, kind: measurement", "kind: measurement"));

    [Fact]
    public void Load_ANumberWithoutUnit_SaysWhatToAdd() => Assert.Equal(
        "types/battery.yaml:9:5: power needs its unit — write 'unit: W'",
        SampleFiles.ErrorsAfter("types", "quantity: power, unit: W, kind: measurement", "quantity: power, kind: measurement"));

    [Fact]
    public void Load_AnEnumWithAUnit_IsAnError() => Assert.Equal(
        "types/battery.yaml:13:40: 'unit' belongs to numbers and schedules — leave it out",
        SampleFiles.ErrorsAfter("types", "valueType: enum", "valueType: enum, unit: W"));

    [Fact]
    public void Load_AnUnknownKind_ProposesTheNearest() => Assert.Equal(
        "types/battery.yaml:9:56: 'measurment' is not possible here — did you mean 'measurement'?",
        SampleFiles.ErrorsAfter("types", "kind: measurement, range", "kind: measurment, range"));

    [Fact]
    public void Load_AnEnumWithoutMembers_SaysWhatToAdd() => Assert.Equal(
        "types/battery.yaml:13:5: an enum needs its members — add 'members: [{code: 0, key: …}, …]'",
        SampleFiles.ErrorsAfter("types", ", members: [{code: 0, key: idle}, {code: 1, key: fault, abnormal: true}]", ""));

    [Fact]
    public void Load_MembersOfANumber_AreAnError() => Assert.Equal(
        "types/battery.yaml:9:113: members belong to an enum, not to a number — write 'valueType: enum', or leave them out",
        SampleFiles.ErrorsAfter("types", "deadband: 5", "deadband: 5, members: [{code: 0, key: idle}]"));

    [Fact]
    public void Load_AMemberTwice_IsAnError() => Assert.Equal(
        "types/battery.yaml:13:92: the member {0, fault} repeats a code or a key — give each member its own",
        SampleFiles.ErrorsAfter("types", "{code: 1, key: fault, abnormal: true}", "{code: 0, key: fault}"));

    [Fact]
    public void Load_RecordsWithoutFields_SaysWhatToAdd() => Assert.Equal(
        "types/battery.yaml:14:5: a records point needs its fields — add 'fields: [{key: …, valueType: …}, …]'",
        SampleFiles.ErrorsAfter("types", "valueType: text", "valueType: records"));

    [Fact]
    public void Load_FieldsOfAText_AreAnError() => Assert.Equal(
        "types/battery.yaml:14:42: fields belong to records, not to a text — write 'valueType: records', or leave them out",
        SampleFiles.ErrorsAfter("types", "valueType: text", "valueType: text, fields: [{key: a, valueType: flag}]"));

    [Fact]
    public void Load_ARangeOfAText_IsAnError() => Assert.Equal(
        "types/battery.yaml:14:41: 'range' belongs to numbers, not to a text — leave it out",
        SampleFiles.ErrorsAfter("types", "valueType: text", "valueType: text, range: [0, 1]"));

    [Fact]
    public void Load_ARangeTheWrongWayRound_IsAnError() => Assert.Equal(
        "types/battery.yaml:9:76: the range [1000, -1000] is empty — write the lesser number first",
        SampleFiles.ErrorsAfter("types", "range: [-1000, 1000], deadband", "range: [1000, -1000], deadband"));

    [Fact]
    public void Load_ARangeOfOneNumber_IsAnError() => Assert.Equal(
        "types/battery.yaml:9:76: a list does not fit here — write [minimum, maximum]",
        SampleFiles.ErrorsAfter("types", "range: [-1000, 1000], deadband", "range: [1000], deadband"));

    [Fact]
    public void Load_ASetpointWithoutHold_SaysWhatToAdd() => Assert.Equal(
        "types/battery.yaml:10:5: the setpoint 'powerSetpoint' needs 'hold' — add 'hold: leased' with validForS and safeValue, or 'hold: latched'",
        SampleFiles.ErrorsAfter("types", "hold: leased, validForS: 60, safeValue: 0,\n     reportedBy: activePower, ", ""));

    [Fact]
    public void Load_ALeasedSetpointWithoutSafeValue_SaysWhatToAdd() => Assert.Equal(
        "types/battery.yaml:10:5: a leased setpoint needs 'safeValue' — add 'safeValue', or write 'hold: latched'",
        SampleFiles.ErrorsAfter("types", " safeValue: 0,", ""));

    [Fact]
    public void Load_ALatchedSetpointWithValidity_IsAnError() => Assert.Equal(
        "types/battery.yaml:10:116: 'validForS' belongs to leased setpoints — leave it out, or write 'hold: leased'\n" +
        "types/battery.yaml:10:131: 'safeValue' belongs to leased setpoints — leave it out, or write 'hold: leased'",
        SampleFiles.ErrorsAfter("types", "hold: leased", "hold: latched"));

    [Fact]
    public void Load_AHoldOfAMeasurement_IsAnError() => Assert.Equal(
        "types/battery.yaml:9:97: a measurement is not commanded — leave 'hold' out, or write 'kind: setpoint'",
        SampleFiles.ErrorsAfter("types", "deadband: 5", "hold: latched"));

    [Fact]
    public void Load_ASafeValueOutsideTheRange_IsAnError() => Assert.Equal(
        "types/battery.yaml:10:130: the safe value 2000 is outside the range -1000 to 1000 W — choose one inside",
        SampleFiles.ErrorsAfter("types", "safeValue: 0", "safeValue: 2000"));

    [Fact]
    public void Load_ASafeValueOfAnotherShape_IsAnError() => Assert.Equal(
        "types/battery.yaml:10:130: 'idle' is no value of 'powerSetpoint' — write a number in the unit, or true or false for a flag",
        SampleFiles.ErrorsAfter("types", "safeValue: 0", "safeValue: idle"));

    [Fact]
    public void Load_AReporterThatIsNotThere_ProposesTheNearest() => Assert.Equal(
        "types/battery.yaml:11:18: 'powerSetpoint' is reported by 'actvePower', which the type does not have — did you mean 'activePower'?",
        SampleFiles.ErrorsAfter("types", "reportedBy: activePower", "reportedBy: actvePower"));

    [Fact]
    public void Load_AReporterInAnotherUnit_NamesBoth() => Assert.Equal(
        "types/battery.yaml:11:18: 'powerSetpoint' in W cannot be reported by 'stateOfCharge' in % — name a point of the same quantity",
        SampleFiles.ErrorsAfter("types", "reportedBy: activePower", "reportedBy: stateOfCharge"));

    [Fact]
    public void Load_DangerousWithoutHold_IsAnError() => Assert.Equal(
        "types/battery.yaml:9:102: 'dangerous' belongs to what is commanded — add 'hold', or leave it out",
        SampleFiles.ErrorsAfter("types", "deadband: 5", "dangerous: true"));

    [Fact]
    public void Load_APointTwice_NamesTheFirst() => Assert.Equal(
        "types/battery.yaml:4:15: the capability 'storage' needs the point 'stateOfCharge' — add the point, or leave 'storage' out\n" +
        "types/battery.yaml:12:11: the point key 'activePower' is taken already, in line 9 — choose another key",
        SampleFiles.ErrorsAfter("types", "key: stateOfCharge,", "key: activePower,"));

    [Fact]
    public void Load_AGroupNamedAsAPoint_IsAnError() => Assert.Equal(
        "types/battery.yaml:16:10: the group key 'mode' is taken already, in line 13 — choose another key",
        SampleFiles.ErrorsAfter("types", "key: modules", "key: mode"));

    [Fact]
    public void Load_AFormerKeyInUse_IsAnError() => Assert.Equal(
        "types/battery.yaml:12:100: the former key 'activePower' of 'stateOfCharge' is, or was, another point's key — keys are never reused: give the other point a new key",
        SampleFiles.ErrorsAfter("types", "formerKeys: [soc]", "formerKeys: [activePower]"));

    [Fact]
    public void Load_AnUnknownCapability_ProposesTheNearest() => Assert.Equal(
        "types/battery.yaml:4:16: there is no capability 'storge' — did you mean 'storage'?",
        SampleFiles.ErrorsAfter("types", "[storage,", "[storge,"));

    [Fact]
    public void Load_ACapabilityWithoutItsPoint_SaysWhatToAdd() => Assert.Equal(
        "types/battery.yaml:4:15: the capability 'speedControl' needs the point 'speedSetpoint' — add the point, or leave 'speedControl' out",
        SampleFiles.ErrorsAfter("types", "[storage,", "[storage, speedControl,"));

    [Fact]
    public void Load_ARatingOfNoSetpoint_ProposesTheNearest() => Assert.Equal(
        "types/battery.yaml:6:89: 'powerSetpiont' is not a commanded number of the type — did you mean 'powerSetpoint'?",
        SampleFiles.ErrorsAfter("types", "setpoint: powerSetpoint", "setpoint: powerSetpiont"));

    [Fact]
    public void Load_ARatingInAnotherUnit_NamesBoth() => Assert.Equal(
        "types/battery.yaml:7:91: the rating 'energyCapacity' in Wh cannot limit 'powerSetpoint' in W — use the same quantity",
        SampleFiles.ErrorsAfter("types", "{key: energyCapacity, quantity: energy, unit: Wh, about: Capacity}", "{key: energyCapacity, quantity: energy, unit: Wh, about: Capacity, limits: {setpoint: powerSetpoint, side: upper}}"));

    [Fact]
    public void Load_ARatingTwice_NamesTheFirst() => Assert.Equal(
        "types/battery.yaml:7:11: the rating key 'maxChargePower' is taken already, in line 6 — choose another key",
        SampleFiles.ErrorsAfter("types", "key: energyCapacity", "key: maxChargePower"));

    [Fact]
    public void Load_ATypeWithErrors_DoesNotBlameTheDevices() => Assert.Equal(
        "types/battery.yaml:9:101: 'five' does not fit here — write a number, at least 0",
        SampleFiles.ErrorsAfter("types", "deadband: 5", "deadband: five"));
}
