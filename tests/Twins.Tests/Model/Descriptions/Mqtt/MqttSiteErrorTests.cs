namespace Twins.Tests.Model.Descriptions.Mqtt;

/// <summary>MQTT connections, brokers and devices of sites that do not fit. Every error is asserted with its place, its text and its fix.</summary>
public sealed class MqttSiteErrorTests
{
    [Theory]
    [InlineData("connection: own", "connection: bus",
        "sites/lab.yaml:11:46: 'acme' speaks MQTT, but the connection 'bus' is Modbus — name a connection with 'mqtt'")]
    [InlineData("topicName: second", "topicName: store-1",
        "sites/lab.yaml:10:64: 'store-1' and 'store-2' both are 'store-1' on 'acme/store-1/telemetry', of 'field' — give each its own topicName")]
    [InlineData("topicName: second", "topicName: a/+",
        "sites/lab.yaml:10:64: 'a/+' has the wildcard '+', but a topic names one place — write the level out, or {device} where the device's name stands")]
    [InlineData("topicName: second", "topicName: 5",
        "sites/lab.yaml:10:64: '5' does not fit here — write a name without wildcards, such as inverter-7")]
    [InlineData("topicName: second", "unitId: 2",
        "sites/lab.yaml:10:61: 'unitId' belongs to Modbus — leave it out")]
    [InlineData("broker: {listen: 127.0.0.1}\n", "",
        "sites/lab.yaml:5:31: the site runs no broker of its own — add 'broker' to the site, or name a host")]
    [InlineData("mqtt: {broker: embedded}", "mqtt: {broker: embedded, host: a, username: b}",
        "sites/lab.yaml:5:47: the site's own broker is reached without 'host' — leave it out, or leave 'broker' out\n" +
        "sites/lab.yaml:5:60: the site's own broker is reached without 'username' — leave it out, or leave 'broker' out")]
    [InlineData("mqtt: {broker: embedded}", "mqtt: {broker: internal}",
        "sites/lab.yaml:5:31: 'internal' is not possible here — only 'embedded' is possible here")]
    [InlineData("mqtt: {host: broker.lab.example}", "mqtt: {port: 1883}",
        "sites/lab.yaml:4:24: an MQTT connection needs its broker — add 'host', or 'broker: embedded' for the site's own")]
    [InlineData("mqtt: {host: broker.lab.example}", "mqtt: {host: a}, modbus: {host: a}",
        "sites/lab.yaml:4:24: a connection speaks one protocol, not 'modbus' and 'mqtt' — keep one of them")]
    [InlineData(", mqtt: {host: broker.lab.example}", "",
        "sites/lab.yaml:4:5: a connection needs a protocol — add 'modbus': a Modbus TCP endpoint {host, …}, or 'mqtt': an MQTT broker {broker, host, port, tls, …}")]
    [InlineData("mqtt: {host: broker.lab.example}", "mqtt: {host: a, version: 4}",
        "sites/lab.yaml:4:43: '4' does not fit here — write 5 or 3.1.1")]
    [InlineData("mqtt: {host: broker.lab.example}", "mqtt: {host: a, authorities: ca.pem}",
        "sites/lab.yaml:4:47: 'authorities' belongs to TLS — add 'tls: true', or leave it out")]
    [InlineData("mqtt: {host: broker.lab.example}", "mqtt: {host: a, tls: true, certificateKey: key.pem}",
        "sites/lab.yaml:4:61: a key needs its certificate — add 'certificate'")]
    [InlineData("mqtt: {host: broker.lab.example}", "mqtt: {host: a, passwordFrom: {file: a}}",
        "sites/lab.yaml:4:48: a password needs a user name — add 'username'")]
    [InlineData("mqtt: {host: broker.lab.example}", "mqtt: {host: a, username: b, passwordFrom: {file: a, environment: B}}",
        "sites/lab.yaml:4:61: a secret is in one place — name 'environment' or 'file'")]
    [InlineData("mqtt: {host: broker.lab.example}}", "mqtt: {host: a, clientId: x}}\n  - {key: other, mqtt: {host: A, clientId: x}}",
        "sites/lab.yaml:5:44: 'field' and 'other' both are the client 'x' of one broker — give each its own clientId")]
    [InlineData("broker: {listen: 127.0.0.1}", "broker: {listen: 0.0.0.0}",
        "sites/lab.yaml:7:18: '0.0.0.0' is reached from other machines, which takes TLS — add 'tlsPort' and 'certificate', or listen on 127.0.0.1\n" +
        "sites/lab.yaml:7:18: '0.0.0.0' lets anybody in who reaches it — add 'accounts' or 'clientAuthorities', or listen on 127.0.0.1")]
    [InlineData("broker: {listen: 127.0.0.1}", "broker: {port: 0}",
        "sites/lab.yaml:7:16: the broker listens nowhere — name a 'port' or 'tlsPort', or write 'webSocket: true'")]
    [InlineData("broker: {listen: 127.0.0.1}", "broker: {tlsPort: 8883}",
        "sites/lab.yaml:7:19: TLS needs a certificate — add 'certificate'")]
    [InlineData("broker: {listen: 127.0.0.1}", "broker: {certificate: a.pem, clientAuthorities: b.pem}",
        "sites/lab.yaml:7:23: 'certificate' belongs to TLS — add 'tlsPort', or leave it out\n" +
        "sites/lab.yaml:7:49: 'clientAuthorities' belongs to TLS — add 'tlsPort', or leave it out")]
    [InlineData("broker: {listen: 127.0.0.1}", "broker: {tlsPort: 1883, certificate: a.pem}",
        "sites/lab.yaml:7:19: 'port' and 'tlsPort' are both 1883 — give each its own")]
    [InlineData("broker: {listen: 127.0.0.1}", "broker: {accounts: [{username: a, publish: [\"x/#/y\", \"x/a+\"]}]}",
        "sites/lab.yaml:7:45: '#' is not the last level of 'x/#/y' — write '+' for one level\n" +
        "sites/lab.yaml:7:54: 'a+' mixes a wildcard with other characters — let the wildcard be the whole level")]
    public void Load_ASpoiltSite_SaysWhereWhatAndHowToFix(string text, string replacement, string errors) =>
        Assert.Equal(errors, MqttSampleFiles.ErrorsAfter("sites", text, replacement));

    [Fact]
    public void Load_MessagesThatNameNoDevice_CannotBeOfTwo()
    {
        var device = MqttSampleFiles.Device.Replace("acme/{device}/telemetry", "acme/telemetry", StringComparison.Ordinal);

        Assert.Equal(
            "sites/lab.yaml:10:28: 'store-1' and 'store-2' would both read every message on 'acme/telemetry' — " +
            "let the topic, a name or a row of 'acme' say which device it is, or use another connection",
            string.Join('\n', MqttSampleFiles.Load(device: device).Errors));
    }
}
