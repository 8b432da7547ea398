namespace Twins.Tests.Model.Descriptions.Mqtt;

/// <summary>Topics and points of messages that do not fit together. Every error is asserted with its place, its text and its fix.</summary>
public sealed class TopicErrorTests
{
    [Fact]
    public void Load_Unspoilt_HasNoError() => Assert.Empty(MqttSampleFiles.Load().Errors);

    [Theory]
    [InlineData("topic: acme/{device}/telemetry", "topic: acme/+/telemetry",
        "devices/acme.yaml:8:14: 'acme/+/telemetry' has the wildcard '+', but a topic names one place — write the level out, or {device} where the device's name stands")]
    [InlineData("topic: acme/{device}/telemetry", "topic: acme/#",
        "devices/acme.yaml:8:14: 'acme/#' has the wildcard '#', but a topic names one place — write the level out, or {device} where the device's name stands")]
    [InlineData("topic: acme/{device}/telemetry", "topic: $SYS/{device}",
        "devices/acme.yaml:8:14: '$SYS/device' begins with '$', which is the broker's own — begin with another character")]
    [InlineData("topic: acme/{device}/telemetry", "topic: \"\"",
        "devices/acme.yaml:8:14: a topic is at least one character — write the topic on which the device publishes")]
    [InlineData("topic: acme/{device}/telemetry", "topic: acme/{devise}/telemetry",
        "devices/acme.yaml:8:14: a topic has no placeholder '{devise}' — did you mean '{device}'?")]
    [InlineData("topic: acme/{device}/telemetry", "topic: acme/{value}/telemetry",
        "devices/acme.yaml:8:14: a topic has no placeholder '{value}' — one of: {site}, {device}, {index}")]
    [InlineData("topic: acme/{device}/name", "topic: acme/{device}/telemetry",
        "devices/acme.yaml:20:14: the topic 'acme/{device}/telemetry' is described already, in line 8 — keep one of them")]
    [InlineData("pointer: /power", "pointer: power",
        "devices/acme.yaml:12:39: the JSON pointer 'power' does not begin with '/' — write '/power'")]
    [InlineData("pointer: /power", "pointer: /po~wer",
        "devices/acme.yaml:12:39: the JSON pointer '/po~wer' has '~' without '0' or '1' in 'po~wer' — write '~0' for '~' and '~1' for '/'")]
    [InlineData("pointer: /power,", "",
        "devices/acme.yaml:12:11: 'activePower' needs its place in the message — add 'pointer'")]
    [InlineData("pointer: /power", "pointer: \"/cells/0/p\"",
        "devices/acme.yaml:12:39: '/cells/0/p' lies in the array of rows '/cells' — put the point under those rows")]
    [InlineData("pointer: /power", "pointer: \"/power/{index}\"",
        "devices/acme.yaml:12:39: 'activePower' belongs to no group, and {index} in the pointer names a part — leave {index} out, or describe a point of a group")]
    [InlineData("pointer: /power", "name: power",
        "devices/acme.yaml:12:11: 'activePower' needs its place in the message — add 'pointer'\n" +
        "devices/acme.yaml:12:36: 'name' does not belong to a payload of format json — leave it out, or fix the format")]
    [InlineData("pointer: /power", "pointer: /state/mode",
        "devices/acme.yaml:13:32: 'mode' and 'activePower' are both at '/state/mode' — fix one of the places")]
    [InlineData("{key: activePower, pointer: /power, unit: kW}", "{key: activePower, pointer: /power, unit: kW, where: {/a: b}}",
        "devices/acme.yaml:12:64: 'where' chooses among rows, and 'activePower' lies in none — put the point under 'rows', or leave 'where' out")]
    [InlineData("{key: activePower, pointer: /power, unit: kW}", "{key: activePower, pointer: /power}",
        "devices/acme.yaml:12:11: 'activePower' needs the unit of the device's number — add 'unit: W', or what the device counts in")]
    [InlineData("{key: activePower, pointer: /power, unit: kW}", "{key: activePower, pointer: /power, unit: V}",
        "devices/acme.yaml:12:53: 'V' is a unit of voltage, not of power — one of: W, mW, kW, MW, GW")]
    [InlineData("{key: mode, pointer: /state/mode}", "{key: mood, pointer: /state/mode}",
        "devices/acme.yaml:13:17: the type 'store' has no point 'mood' — one of: activePower, powerSetpoint, mode, modeCommand, closed, name, startedAt, schedule, modules.voltage, modules.temperature, modules.limitSetpoint")]
    [InlineData("{key: mode, pointer: /state/mode}", "{key: mode, pointer: /state/mode, unit: W, scale: 2}",
        "devices/acme.yaml:13:51: 'mode' is no number and has no unit — leave 'unit' out\n" +
        "devices/acme.yaml:13:61: 'scale' belongs to numbers; 'mode' is an enum — leave it out")]
    [InlineData("{key: mode, pointer: /state/mode}", "{key: mode, pointer: /state/mode, enum: {on: runing}}",
        "devices/acme.yaml:13:51: 'mode' has no member 'runing' — did you mean 'running'?")]
    [InlineData("{key: mode, pointer: /state/mode}", "{key: mode, pointer: /state/mode, enum: {on: running}, notAvailable: on}",
        "devices/acme.yaml:13:80: \"on\" of 'mode' means both \"no value\" and the member 'running' — keep one of them")]
    [InlineData("{key: mode, pointer: /state/mode}", "{key: schedule, pointer: /plan, unit: W}",
        "devices/acme.yaml:13:17: no payload carries 'schedule', a schedule — leave the point out\n" +
        "devices/acme.yaml:13:49: 'schedule' is no number and has no unit — leave 'unit' out")]
    [InlineData("{key: closed, pointer: /state/closed}", "{key: closed, pointer: /state/closed, whenTrue: on}",
        "devices/acme.yaml:14:11: 'whenTrue' and 'whenFalse' belong together — add 'whenFalse'")]
    [InlineData("{key: closed, pointer: /state/closed}", "{key: closed, pointer: /state/closed, whenTrue: on, whenFalse: on}",
        "devices/acme.yaml:14:74: 'whenTrue' and 'whenFalse' are both \"on\" — write what tells them apart")]
    [InlineData("{key: closed, pointer: /state/closed}", "{key: activePower, pointer: /again, unit: W}",
        "devices/acme.yaml:14:17: the point 'activePower' is described already, in line 12 — keep one of them")]
    [InlineData("{key: closed, pointer: /state/closed}", "{key: powerSetpoint, pointer: /p, unit: W}\n        - {key: modeCommand, pointer: /m}",
        "devices/acme.yaml:15:17: the setpoint 'modeCommand' has no command — add it under 'commands', or leave the point out")]
    [InlineData("{key: closed, pointer: /state/closed}", "{key: closed, pointer: /state/closed, timeFormat: epochSeconds}",
        "devices/acme.yaml:14:61: 'timeFormat' belongs to instants; 'closed' is a flag — leave it out")]
    [InlineData("time: {pointer: /time}", "time: {pointer: /cells/0/time}",
        "devices/acme.yaml:10:13: '/cells/0/time' lies in the array of rows '/cells' — write 'time' in those rows")]
    [InlineData("time: {pointer: /time}", "time: {pointer: /time, format: epochHours}",
        "devices/acme.yaml:10:38: 'epochHours' is not possible here — one of: iso8601, iso8601SiteTime, epochSeconds, epochMilliseconds, epochMicroseconds")]
    [InlineData("time: {pointer: /time}", "device: /device",
        "devices/acme.yaml:10:15: the device is named twice, by the topic and by the message — leave 'device' out, or take {device} out of the topic")]
    [InlineData("index: /id", "device: /id",
        "devices/acme.yaml:17:19: the device is named twice, by a row and by the message or its topic — keep one of them")]
    [InlineData("{key: modules.voltage, pointer: /u, unit: V}", "{key: modules.voltage, pointer: /u, unit: V, where: {/a: b}}\n            - {key: modules.temperature, pointer: /t, unit: \"°C\", where: {/a: \"{indx}\"}}",
        "devices/acme.yaml:20:79: a text has no placeholder '{indx}' — did you mean '{index}'?")]
    [InlineData("          index: /id\n", "", "")]
    [InlineData("            - {key: modules.voltage, pointer: /u, unit: V}\n", "            - {key: modules.voltage, pointer: /u, unit: V}\n        - each: /cells\n          points: []\n        - each: /cells/0/more\n",
        "devices/acme.yaml:20:17: the rows '/cells' are described already, in line 16 — put their points together\n" +
        "devices/acme.yaml:22:11: no point is described in the rows '/cells/0/more' — add 'points'\n" +
        "devices/acme.yaml:22:17: the rows '/cells/0/more' and '/cells' lie within each other — describe one of the arrays\n" +
        "devices/acme.yaml:22:17: the rows '/cells/0/more' and '/cells' lie within each other — describe one of the arrays")]
    [InlineData("format: text", "format: number",
        "devices/acme.yaml:22:22: a payload of format number cannot carry 'name', a text — write 'format: text'")]
    [InlineData("format: text", "format: senml",
        "devices/acme.yaml:22:16: 'name' needs its SenML name — add 'name'")]
    [InlineData("format: text", "format: xml",
        "devices/acme.yaml:21:15: 'xml' is not possible here — one of: json, number, text, senml")]
    [InlineData("format: text\n      points: [{key: name}]", "format: text\n      time: {pointer: /t}\n      points: [{key: name, pointer: /n}, {key: mode}]",
        "devices/acme.yaml:22:13: 'time' belongs to json, and the format is text — leave it out, or write 'format: json'\n" +
        "devices/acme.yaml:23:15: a payload of format text is one value, but 2 points are described — describe one, or write 'format: json'\n" +
        "devices/acme.yaml:23:37: 'pointer' does not belong to a payload of format text — leave it out, or fix the format")]
    [InlineData("format: text\n      points: [{key: name}]", "format: number\n      points: [{key: activePower, unit: W, numberInText: true}]",
        "devices/acme.yaml:22:58: 'numberInText' belongs to json, and the format is number — leave it out")]
    [InlineData("      points: [{key: name}]\n", "",
        "devices/acme.yaml:20:7: no point is described on 'acme/{device}/name' — add 'points'")]
    [InlineData("points: [{key: name}]", "points: [{key: modules.voltage, unit: V}]",
        "devices/acme.yaml:22:22: nothing says which of the modules 'modules.voltage' is of — add {index} to the topic\n" +
        "devices/acme.yaml:22:22: a payload of format text cannot carry 'modules.voltage', a number — write 'format: number'")]
    [InlineData("topic: acme/{device}/name\n      format: text\n      points: [{key: name}]", "topic: acme/{device}/{index}\n      format: text\n      points: [{key: name}]",
        "devices/acme.yaml:22:22: 'name' belongs to no group, and {index} in the topic names a part — leave {index} out, or describe a point of a group")]
    [InlineData("topic: acme/{device}/name\n      format: text\n      points: [{key: name}]", "topic: acme/{device}/{index}\n      points: [{key: modules.temperature, pointer: \"/t/{index}\", unit: \"°C\"}]",
        "devices/acme.yaml:21:52: the part of 'modules.temperature' is named twice, by the topic and by the pointer — keep one {index}")]
    [InlineData("format: text\n      points: [{key: name}]", "format: senml\n      points: [{key: name, name: \"{device} name\"}]",
        "devices/acme.yaml:22:34: 'device name' has ' ', which SenML names do not have — use letters, digits and - : . / _")]
    [InlineData("format: text\n      points: [{key: name}]", "format: senml\n      points: [{key: name, name: \"{device}/x\", pointer: /x}, {key: startedAt, name: \"{device}/x\"}]",
        "devices/acme.yaml:22:57: 'pointer' does not belong to a payload of format senml — leave it out, or fix the format")]
    [InlineData("offline: offline", "offline: online",
        "devices/acme.yaml:32:70: 'online' and 'offline' are both \"online\" — write what tells them apart")]
    [InlineData("topic: \"acme/{device}/status\"", "topic: \"acme/{device}/{index}\"",
        "devices/acme.yaml:32:21: a topic has no placeholder '{index}' — one of: {site}, {device}")]
    public void Load_ASpoiltDevice_SaysWhereWhatAndHowToFix(string text, string replacement, string errors) =>
        Assert.Equal(errors, MqttSampleFiles.ErrorsAfter("devices", text, replacement));

    [Theory]
    [InlineData(
        "topic: all\n      points: [{key: activePower, pointer: /p, unit: W}]\n      rows: [{each: /a, device: /id, points: [{key: mode, pointer: /m}]}, {each: /b, points: [{key: name, pointer: /n}]}]",
        "devices/acme.yaml:21:22: 'activePower' is of no device: on 'all' only rows name theirs — add 'device' to the message, or put the point under those rows\n" +
        "devices/acme.yaml:22:82: the rows '/b' are of no device: other rows name theirs — add 'device' to the rows, or to the message")]
    [InlineData(
        "topic: all\n      format: senml\n      points: [{key: name, name: name}, {key: startedAt, name: \"{device}/start\"}]",
        "devices/acme.yaml:22:22: 'name' is of no device: on 'all' other names hold theirs — add {device} to its name")]
    public void Load_AValueOfNobody_IsAnError(string topic, string errors) => Assert.Equal(
        errors,
        string.Join('\n', MqttSampleFiles.Load(
            type: MqttSampleFiles.Type.Replace("capabilities: [activePowerControl]\n", "", StringComparison.Ordinal),
            device: MqttSampleFiles.Device
                .Replace("            - {key: activePower, pointer: /power, unit: kW}\n            - {key: mode, pointer: /state/mode}\n", "", StringComparison.Ordinal)
                .Replace("topic: acme/{device}/name\n      format: text\n      points: [{key: name}]", topic, StringComparison.Ordinal)).Errors));
}
