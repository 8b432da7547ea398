using System.Text;
using Twins.Adapters.Mqtt;
using Twins.Tests.Model.Descriptions.Mqtt;

namespace Twins.Tests.Model.Devices.Mqtt;

public sealed class AnswerTests
{
    private const string Id = "0197f2c8-7b1a-7c00-8000-0000000000aa";

    [Theory]
    [InlineData("", "{\"id\": \"ID\"}", true, null)]
    [InlineData(", result: /r, accepted: [ok, 1], reason: /why", "{\"r\": \"ok\", \"id\": \"ID\"}", true, null)]
    [InlineData(", result: /r, accepted: [ok, 1], reason: /why", "{\"r\": 1.0, \"id\": \"ID\"}", true, null)]
    [InlineData(", result: /r, accepted: [ok, 1], reason: /why", "{\"r\": \"no\", \"id\": \"ID\", \"why\": \"t\\u006fo hot\"}", false, "too hot")]
    [InlineData(", result: /r, accepted: [ok, 1], reason: /why", "{\"r\": \"busy\", \"id\": \"ID\"}", false, "busy")]
    [InlineData(", result: /r, accepted: [ok, 1], reason: /why", "{\"id\": \"ID\"}", false, null)]
    [InlineData(", result: /r, refused: [false]", "{\"r\": true, \"id\": \"ID\"}", true, null)]
    [InlineData(", result: /r, refused: [false]", "{\"r\": false, \"id\": \"ID\"}", false, "false")]
    public void Decode_AnAnswer_BelongsToItsCommand(string how, string payload, bool isAccepted, string? reason)
    {
        var source = Compile($"correlation: /id{how}");

        Assert.Equal(MqttFaultKind.None, source.Decode(Encoding.UTF8.GetBytes(payload.Replace("ID", Id, StringComparison.Ordinal)), default, out var answer));
        Assert.Equal(new MqttAnswer(Guid.Parse(Id), isAccepted, reason), answer);
    }

    [Theory]
    [InlineData("{\"id\": \"17\"}", MqttFaultKind.NothingDescribed)]
    [InlineData("{\"id\": 17}", MqttFaultKind.NothingDescribed)]
    [InlineData("{}", MqttFaultKind.NothingDescribed)]
    [InlineData("ok", MqttFaultKind.NotJson)]
    [InlineData("", MqttFaultKind.NotJson)]
    public void Decode_WhatBelongsToNoCommand_SaysSo(string payload, MqttFaultKind fault) =>
        Assert.Equal(fault, Compile("correlation: /id").Decode(Encoding.UTF8.GetBytes(payload), default, out _));

    [Fact]
    public void Decode_CorrelationData_JoinsTheAnswer()
    {
        var source = Compile("correlationData: true");

        Assert.Equal(MqttFaultKind.None, source.Decode([], MqttSetpoint.CorrelationData(Guid.Parse(Id)), out var answer));
        Assert.Equal(new MqttAnswer(Guid.Parse(Id), Accepted: true, null), answer);
        Assert.Equal(MqttFaultKind.NothingDescribed, source.Decode([], default, out _));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void TryAnswer_TheDevicesSide_IsUnderstood(bool isAccepted)
    {
        const string How = "correlation: /meta/id, result: /r, accepted: [ok], refused: [no], reason: /why";
        var device = MqttDeviceSide.Compile(Define(How)[0]).Commands[0];

        Assert.True(device.TryAnswer(Guid.Parse(Id), isAccepted, isAccepted ? null : "too \"hot\"", out var topic, out var payload));

        Assert.Equal("a/store-1", topic);
        Assert.Equal(MqttFaultKind.None, Compile(How).Decode(payload, default, out var answer));
        Assert.Equal(new MqttAnswer(Guid.Parse(Id), isAccepted, isAccepted ? null : "too \"hot\""), answer);
    }

    [Theory]
    [InlineData("online: online, offline: offline", "online", MqttPresenceState.Online)]
    [InlineData("online: online, offline: offline", " offline\n", MqttPresenceState.Offline)]
    [InlineData("online: online, offline: offline", "Online", MqttPresenceState.Unknown)]
    [InlineData("online: online, offline: offline", "", MqttPresenceState.Unknown)]
    [InlineData("online: 1, offline: 0", "1", MqttPresenceState.Online)]
    [InlineData("online: true, offline: false", "false", MqttPresenceState.Offline)]
    [InlineData("pointer: /s, online: up, offline: down", "{\"s\": \"up\"}", MqttPresenceState.Online)]
    [InlineData("pointer: /s, online: true, offline: false", "{\"s\": false}", MqttPresenceState.Offline)]
    [InlineData("pointer: /s, online: up, offline: down", "{\"s\": null}", MqttPresenceState.Unknown)]
    [InlineData("pointer: /s, online: up, offline: down", "up", MqttPresenceState.Unknown)]
    public void Decode_BirthAndWill_SayWhetherTheDeviceIsThere(string how, string payload, MqttPresenceState expected) =>
        Assert.Equal(expected, Presence($"\"st/{{device}}\", {how}").Decode(Encoding.UTF8.GetBytes(payload)));

    [Fact]
    public void Presence_OfAGateway_IsOfAllItsDevices()
    {
        Assert.Equal([0], Presence("\"st/{device}\", online: a, offline: b").Devices);
        Assert.Equal([0, 1], Presence("gateway/status, online: a, offline: b").Devices);
    }

    [Fact]
    public void Presence_OfTheDevicesSide_IsUnderstood()
    {
        var side = MqttDeviceSide.Compile(MqttSampleFiles.Define("  presence: {topic: \"st/{device}\", pointer: /a/s, online: up, offline: down}")[0]).Presence!;

        Assert.Equal(("st/store-1", """{"a":{"s":"up"}}""", """{"a":{"s":"down"}}"""), (side.Topic, Encoding.UTF8.GetString(side.Online.Span), Encoding.UTF8.GetString(side.Offline.Span)));
    }

    private static MqttAcknowledgementSource Compile(string how) => MqttMap.Compile(Define(how)).Sources.OfType<MqttAcknowledgementSource>().First();

    private static MqttPresenceSource Presence(string how) =>
        new Messages($"  presence: {{topic: {how}}}").Map.Sources.OfType<MqttPresenceSource>().First();

    private static IReadOnlyList<Twins.Sites.TwinDefinition> Define(string how) => MqttSampleFiles.Define(
        $"  commands: [{{key: powerSetpoint, topic: \"c/{{device}}\", unit: W, payload: '{{\"v\": {{value}}, \"id\": \"{{command}}\"}}', acknowledgement: {{topic: \"a/{{device}}\", {how}}}}}]");
}
