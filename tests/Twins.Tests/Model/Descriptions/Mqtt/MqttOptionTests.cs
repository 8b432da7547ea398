using System.Text;
using Twins.Adapters;
using Twins.Adapters.Mqtt;
using Twins.Configuration;
using Twins.Points;
using Twins.Tests.Model.Devices.Mqtt;

namespace Twins.Tests.Model.Descriptions.Mqtt;

/// <summary>Rules of commands, the own broker, names and clocks.</summary>
public sealed class MqttOptionTests
{
    [Theory]
    [InlineData("true")]
    [InlineData("false")]
    public void Load_ARetainedCommand_IsAnError(string retain) => Assert.Equal(
        "devices/acme.yaml:27:7: a command is never retained: the broker would give it to a device that connects after its validity has ended — leave 'retain' out; while it is valid, a command is sent again to a device that returns",
        MqttSampleFiles.ErrorsAfter("devices", "      unit: kW\n      tolerance", $"      retain: {retain}\n      unit: kW\n      tolerance"));

    [Fact]
    public void Load_APersistentBroker_RecommendsMosquitto() => Assert.Equal(
        "sites/lab.yaml:7:29: the site's own broker keeps no sessions and no queued messages over a restart — leave 'persist' out; where messages must outlast a crash, run mosquitto beside the host and name it as a connection's 'host'",
        MqttSampleFiles.ErrorsAfter("sites", "broker: {listen: 127.0.0.1}", "broker: {listen: 127.0.0.1, persist: true}"));

    [Fact]
    public void Load_OneNameOnDifferentTopics_ServesTwoDevices()
    {
        var other = MqttSampleFiles.Device.Replace("device: acme", "device: other", StringComparison.Ordinal).Replace("acme/{device}", "other/{device}", StringComparison.Ordinal);
        var site = MqttSampleFiles.Site.Replace("device: acme, connection: field, topicName: second", "device: other, connection: field, topicName: store-1", StringComparison.Ordinal);

        Assert.Equal("", Errors(other, site));
    }

    [Fact]
    public void Load_OneNameOnOneTopicOfTwoDescriptions_IsAnError()
    {
        var other = MqttSampleFiles.Device.Replace("device: acme", "device: other", StringComparison.Ordinal).Replace("acme/{device}/telemetry", "other/{device}", StringComparison.Ordinal);
        var site = MqttSampleFiles.Site.Replace("device: acme, connection: field, topicName: second", "device: other, connection: field, topicName: store-1", StringComparison.Ordinal);

        Assert.Equal(
            "sites/lab.yaml:10:65: 'store-1' and 'store-2' both are 'store-1' on 'acme/store-1/name', of 'field' — give each its own topicName", Errors(other, site));
    }

    [Fact]
    public void Decode_ATimeWithoutZone_IsOfTheSiteWhereTheDescriptionSaysSo()
    {
        var devices = MqttSampleFiles.Define(
            """
              topics:
                - topic: acme/{device}/telemetry
                  time: {pointer: /time, format: iso8601SiteTime}
                  points: [{key: startedAt, pointer: /start, timeFormat: iso8601SiteTime}]
            """,
            """
            site: lab
            title: Laboratory
            timeZone: Atlantic/Madeira
            connections: [{key: field, mqtt: {host: broker.lab.example}}]
            devices: [{key: store-1, device: acme, connection: field}]

            """);

        // Madeira's winter is UTC, its summer an hour ahead.
        Assert.Equal(
            "store-1 startedAt = 2025-07-15T11:00:00.000000Z at 2026-01-31T11:59:59.000000Z by Device",
            new Messages(devices).Decode("""{"start": "2025-07-15T12:00:00", "time": "2026-01-31 11:59:59"}"""));
    }

    [Fact]
    public void Write_ATimeWithoutZone_IsOfTheSiteToo()
    {
        var messages = MqttSampleFiles.Define(
            "  topics:\n    - topic: acme/{device}/telemetry\n      points: [{key: startedAt, pointer: /start, timeFormat: iso8601SiteTime}]",
            MqttSampleFiles.Site.Replace("title: Laboratory", "title: Laboratory\ntimeZone: Atlantic/Madeira", StringComparison.Ordinal));
        var time = Timestamp.From(new DateTimeOffset(2026, 7, 15, 11, 0, 0, TimeSpan.Zero));

        Assert.Null(MqttDeviceSide.Compile(messages[0]).Reports[0].TryWrite(_ => PointValue.FromTime(time), time, out var payload));

        Assert.Equal("""{"start":"2026-07-15T12:00:00"}""", Encoding.UTF8.GetString(payload));
    }

    private static string Errors(string other, string site) => string.Join('\n', SiteConfigurationLoader.Load(
    [
        new("types/store.yaml", MqttSampleFiles.Type),
        new("devices/acme.yaml", MqttSampleFiles.Device),
        new("devices/other.yaml", other),
        new("sites/lab.yaml", site),
    ], FieldProtocols.All).Errors);
}
