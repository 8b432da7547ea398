namespace Twins.Tests.Model.Descriptions.Mqtt;

/// <summary>Commands and their answers that do not fit. Every error is asserted with its place, its text and its fix.</summary>
public sealed class CommandErrorTests
{
    [Theory]
    [InlineData("\"power\": {value}, ", "",
        "devices/acme.yaml:26:16: the payload has no {value} — write {value} where the value goes, once")]
    [InlineData("\"power\": {value}", "\"power\": {value}, \"again\": {value}",
        "devices/acme.yaml:26:16: the payload has {value} twice — write {value} where the value goes, once")]
    [InlineData("\"power\": {value}", "\"power\": {limit}, \"p\": {value}",
        "devices/acme.yaml:26:16: a payload has no placeholder '{limit}' — one of: {site}, {device}, {index}, {value}, {command}, {time}")]
    [InlineData("\"power\": {value}", "\"power\": {value}}",
        "devices/acme.yaml:26:16: the payload is no JSON, at character 17 once its placeholders are filled — fix the template, or write 'format: text'")]
    [InlineData(", \"id\": \"{command}\"", "",
        "devices/acme.yaml:26:16: the answer repeats the command's id, but the payload has no {command} — write {command} where the device takes the id")]
    [InlineData("\"id\": \"{command}\"", "\"id\": \"{command}\", \"part\": {index}",
        "devices/acme.yaml:24:12: 'powerSetpoint' belongs to no group, and {index} names a part — leave {index} out")]
    [InlineData("topic: acme/{device}/set", "topic: acme/+/set",
        "devices/acme.yaml:25:14: 'acme/+/set' has the wildcard '+', but a topic names one place — write the level out, or {device} where the device's name stands")]
    [InlineData("topic: acme/{device}/set", "topic: acme/{device}/telemetry",
        "devices/acme.yaml:25:14: 'powerSetpoint' is commanded on 'acme/{device}/telemetry', on which the device reports: our own message would read as its answer — name the topic on which the device listens")]
    [InlineData("key: powerSetpoint", "key: powerSetpont",
        "devices/acme.yaml:24:12: the type 'store' has no point 'powerSetpont' — did you mean 'powerSetpoint'?")]
    [InlineData("      unit: kW\n      tolerance", "      tolerance",
        "devices/acme.yaml:24:7: 'powerSetpoint' needs the unit of the device's number — add 'unit: W', or what the device counts in")]
    [InlineData("      unit: kW\n      tolerance: 0.1\n", "      unit: kW\n      safeValue: 6\n",
        "devices/acme.yaml:28:18: the safe value 6 is outside the limits [-5, 5] — choose one inside")]
    [InlineData("correlation: /id", "correlation: id",
        "devices/acme.yaml:30:66: the JSON pointer 'id' does not begin with '/' — write '/id'")]
    [InlineData("correlation: /id, ", "",
        "devices/acme.yaml:30:24: nothing says which command the answer belongs to — add 'correlation': where it repeats the {command}; or 'correlationData: true' for MQTT 5.0's")]
    [InlineData("correlation: /id", "correlation: /id, correlationData: true",
        "devices/acme.yaml:30:24: the answer is matched twice, by 'correlation' and by 'correlationData' — keep one of them")]
    [InlineData("accepted: [ok], ", "",
        "devices/acme.yaml:30:79: nothing says which results are good — add 'accepted' or 'refused'")]
    [InlineData("accepted: [ok]", "accepted: [ok, 1], refused: [1]",
        "devices/acme.yaml:30:116: 1 is both accepted and refused — keep one of them")]
    [InlineData("result: /result, ", "",
        "devices/acme.yaml:30:81: 'accepted' has no 'result' to look at — add 'result': where the answer says it")]
    [InlineData("readBack: activePower", "readBack: activPower",
        "devices/acme.yaml:31:17: 'powerSetpoint' is read back at 'activPower', which no topic reports — did you mean 'activePower'?")]
    [InlineData("readBack: activePower", "readBack: mode",
        "devices/acme.yaml:31:17: 'powerSetpoint' cannot be read back at 'mode', which is of another shape — name a point of the same quantity and the same group")]
    [InlineData("readBack: activePower", "readBack: modules.voltage",
        "devices/acme.yaml:31:17: 'powerSetpoint' cannot be read back at 'modules.voltage', which is of another shape — name a point of the same quantity and the same group")]
    [InlineData("      acknowledgement: {topic: \"acme/{device}/ack\", correlation: /id, result: /result, accepted: [ok], reason: /why}\n      readBack: activePower\n", "",
        "devices/acme.yaml:24:7: nothing tells whether 'powerSetpoint' was followed — add 'readBack': the reported point that shows it, or 'acknowledgement'")]
    [InlineData("  presence:", "    - {key: modules.limitSetpoint, topic: a, payload: '{value}', unit: W, acknowledgement: {topic: b, correlationData: true}}\n  presence:",
        "devices/acme.yaml:32:13: nothing says which of the modules 'modules.limitSetpoint' is of — add {index} to the topic or the payload")]
    [InlineData("  presence:", "    - {key: mode, topic: a, payload: '{value}', decimals: 1, acknowledgement: {topic: b, correlationData: true}}\n  presence:",
        "devices/acme.yaml:32:13: 'mode' is not commanded: the type 'store' gives it no 'hold' — add 'hold' in the type, or leave the command out\n" +
        "devices/acme.yaml:32:59: 'decimals' belongs to numbers; 'mode' is none — leave it out")]
    [InlineData("  presence:", "    - {key: modeCommand, topic: a, payload: '{value}', format: number, acknowledgement: {topic: b, correlationData: true}}\n  presence:",
        "devices/acme.yaml:32:64: 'number' is not possible here — one of: json, text")]
    public void Load_ASpoiltCommand_SaysWhereWhatAndHowToFix(string text, string replacement, string errors) =>
        Assert.Equal(errors, MqttSampleFiles.ErrorsAfter("devices", text, replacement));
}
