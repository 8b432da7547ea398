using System.Text;
using Twins.Adapters.Mqtt;
using Twins.Points;

namespace Twins.Tests.Model.Devices.Mqtt;

public sealed class CommandTests
{
    private static readonly Guid Id = Guid.Parse("0197f2c8-7b1a-7c00-8000-0000000000aa");

    [Theory]
    [InlineData("powerSetpoint, unit: kW", """'{"p": {value}}'""", "{\"p\": -1.5}", "{\"p\":-1.5}")]
    [InlineData("powerSetpoint, unit: kW, decimals: 1", """'{"p": "{value}"}'""", "{\"p\": \"-1.5\"}", "{ \"x\": 1, \"p\": \"-1.500\" }")]
    [InlineData("powerSetpoint, unit: W, sign: chargePositive, scale: 10", """'{value}', format: text""", "150", "150.0")]
    [InlineData("powerSetpoint, unit: W", """'SET P={value} #{command}', format: text""", "SET P=-1500 #0197f2c8-7b1a-7c00-8000-0000000000aa", "SET P=-1500 #")]
    [InlineData("powerSetpoint, unit: W", """'{"to": {device}, "of": "{site}!", "p": {value}}'""", "{\"to\": \"store-1\", \"of\": \"lab!\", \"p\": -1500}", "{\"p\": -1500}")]
    [InlineData("powerSetpoint, unit: W", """'{"do": ["power={value};"], "at": {time}, "id": {command}}'""", "{\"do\": [\"power=-1500;\"], \"at\": \"2026-01-31T12:00:00.000000Z\", \"id\": \"0197f2c8-7b1a-7c00-8000-0000000000aa\"}", "{\"do\": [\"power=-1.5e3;\"]}")]
    public void TryWrite_ANumber_IsWhatTheDeviceReadsBack(string key, string payload, string written, string also)
    {
        var (setpoint, device) = Compile($"key: {key}, payload: {payload}");
        var value = PointValue.FromNumber(-1500);

        Assert.Null(setpoint.TryWrite(value, Id, Messages.Now, out var bytes));

        Assert.Equal(written, Encoding.UTF8.GetString(bytes));
        Assert.Equal((MqttFaultKind.None, value), (device.TryRead(bytes, out var read, out _), read));
        Assert.Equal((MqttFaultKind.None, value), (device.TryRead(Encoding.UTF8.GetBytes(also), out read, out var none), read));
        Assert.Null(none);
    }

    [Theory]
    [InlineData("""'{"m": {value}}'""", "{\"m\": \"running\"}")]
    [InlineData("""'{"m": {value}}', enum: {1: running, 0: idle}""", "{\"m\": 1}")]
    [InlineData("""'{"m": "do-{value}"}', enum: {'a"b': running, c: idle}""", "{\"m\": \"do-a\\\"b\"}")]
    [InlineData("""'{value}', format: text, enum: {'a"b': running, c: idle}""", "a\"b")]
    public void TryWrite_AMember_IsTheDevicesWord(string payload, string written)
    {
        var (setpoint, device) = Compile($"key: modeCommand, payload: {payload}");
        var value = PointValue.FromEnum(1);

        Assert.Null(setpoint.TryWrite(value, Id, Messages.Now, out var bytes));

        Assert.Equal(written, Encoding.UTF8.GetString(bytes));
        Assert.Equal((MqttFaultKind.None, value), (device.TryRead(bytes, out var read, out _), read));
    }

    [Theory]
    [InlineData("{\"p\": {}}", MqttFaultKind.WrongType)]
    [InlineData("{\"p\": \"5\"}", MqttFaultKind.WrongType)]
    [InlineData("{\"q\": 5}", MqttFaultKind.NothingDescribed)]
    [InlineData("{\"p\": 5", MqttFaultKind.NotJson)]
    [InlineData("", MqttFaultKind.NotJson)]
    [InlineData("{\"p\": 1e999}", MqttFaultKind.NotFinite)]
    public void TryRead_WhatIsNoCommand_SaysWhy(string payload, MqttFaultKind fault)
    {
        var (_, device) = Compile("""key: powerSetpoint, unit: kW, payload: '{"p": {value}}'""");

        Assert.Equal((fault, PointValue.None), (device.TryRead(Encoding.UTF8.GetBytes(payload), out var value, out _), value));
    }

    [Fact]
    public void TryWrite_AValueOfAnotherShape_SaysWhy()
    {
        var (setpoint, _) = Compile("""key: powerSetpoint, unit: kW, payload: '{"p": {value}}'""");

        Assert.Equal("'powerSetpoint' takes number, not flag", setpoint.TryWrite(PointValue.FromFlag(true), Id, Messages.Now, out _));
        Assert.Equal("the device has no word for member 0 of 'modeCommand'", Compile("key: modeCommand, payload: '{value}', format: text, enum: {a: running}")
            .Setpoint.TryWrite(PointValue.FromEnum(0), Id, Messages.Now, out _));
    }

    [Fact]
    public void Setpoints_OfParts_HaveTopicsOfTheirOwn()
    {
        var map = new Messages("  commands: [{key: modules.limitSetpoint, topic: \"{site}/{device}/{index}\", firstIndex: 1, payload: '{\"part\": {index}, \"w\": {value}}', unit: W, acknowledgement: {topic: \"a/{index}\", correlationData: true}}]").Map;

        var setpoint = map.FindSetpoint(1, map.Devices[1].Points.Count - 1)!;
        Assert.Null(setpoint.TryWrite(PointValue.FromNumber(5), Id, Messages.Now, out var payload));
        Assert.Equal(("modules.2.limitSetpoint", "lab/second/2", "a/2"), (setpoint.Key, setpoint.Topic, setpoint.AcknowledgementTopic));
        Assert.Equal("""{"part": 2, "w": 5}""", Encoding.UTF8.GetString(payload));
        Assert.Equal(5, map.Setpoints.Count());
    }

    [Theory]
    [InlineData(-1500, -1600, true)]
    [InlineData(-1500, -1600.001, false)]
    public void IsFollowed_Numbers_WithinTheTolerance(double requested, double readBack, bool expected)
    {
        var (setpoint, _) = Compile("""key: powerSetpoint, unit: kW, tolerance: 0.1, payload: '{"p": {value}}'""");

        Assert.Equal(expected, setpoint.IsFollowed(PointValue.FromNumber(requested), PointValue.FromNumber(readBack)));
        Assert.False(setpoint.IsFollowed(PointValue.FromNumber(requested), PointValue.None));
    }

    [Fact]
    public void IsFollowed_WhatWasRoundedToBeSent_IsNoDisobedience()
    {
        var (setpoint, _) = Compile("""key: powerSetpoint, unit: kW, decimals: 1, payload: '{"p": {value}}'""");

        Assert.True(setpoint.IsFollowed(PointValue.FromNumber(1449), PointValue.FromNumber(1400)));
        Assert.False(setpoint.IsFollowed(PointValue.FromNumber(1451), PointValue.FromNumber(1400)));
    }

    [Fact]
    public void ReadBack_WithoutAWord_IsThePointItselfWhenItIsReported()
    {
        const string Topics = "  topics: [{topic: \"s/{device}\", points: [{key: powerSetpoint, pointer: /p, unit: W}, {key: activePower, pointer: /a, unit: W}]}]\n";
        const string Command = "  commands: [{key: powerSetpoint, topic: \"c/{device}\", unit: W, payload: '{value}'";

        Assert.Equal(1, new Messages($"{Topics}{Command}}}]").Map.Setpoints.First().Setpoint.ReadBackOrdinal);
        Assert.Equal(0, new Messages($"{Topics}{Command}, readBack: activePower}}]").Map.Setpoints.First().Setpoint.ReadBackOrdinal);
    }

    private static (MqttSetpoint Setpoint, MqttDeviceCommand Device) Compile(string command)
    {
        var map = new Messages($"  commands: [{{{command}, topic: \"c/{{device}}\", acknowledgement: {{topic: \"a/{{device}}\", correlationData: true}}}}]").Map;
        return (map.Setpoints.First().Setpoint, MqttDeviceSide.Compile(map.Devices[0]).Commands[0]);
    }
}
