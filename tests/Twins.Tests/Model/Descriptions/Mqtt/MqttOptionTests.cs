using System.Text;
using Twins.Adapters.Mqtt;

namespace Twins.Tests.Model.Descriptions.Mqtt;

/// <summary>Rules of commands, the own broker, names and clocks.</summary>
public sealed class MqttOptionTests
{
    [Theory]
    [InlineData("true")]
    [InlineData("false")]
    public void Load_ARetainedCommand_IsAnError(string retain) => Assert.Equal(
        "devices/acme.yaml:26:7: a command is never retained: the broker would give it to a device that connects after its validity has ended — leave 'retain' out; while it is valid, a command is sent again to a device that returns",
        MqttSampleFiles.ErrorsAfter("devices", "      unit: kW\n      tolerance", $"      retain: {retain}\n      unit: kW\n      tolerance"));

    [Fact]
    public void Load_APersistentBroker_RecommendsMosquitto() => Assert.Equal(
        "sites/lab.yaml:7:32: the site's own broker keeps no sessions and no queued messages over a restart — leave 'persist' out; where messages must outlast a crash, run mosquitto beside the host and name it as a connection's 'host'",
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
        var device = Assert.Single(MqttSampleFiles.Define(
            """
              topics:
                - topic: acme/{device}/telemetry
                  points: [{key: startedAt, pointer: /start, timeFormat: iso8601SiteTime}]
            """,
            """
            site: lab
            title: Laboratory
            timeZone: Atlantic/Madeira
            connections: [{key: field, mqtt: {host: broker.lab.example}}]
            devices: [{key: store-1, device: acme, connection: field}]

            """));
        var side = MqttDeviceSide.Compile(device);
        device.Points.TryGetOrdinal("startedAt", out var ordinal);
        var time = Timestamp.FromDateTimeOffset(new DateTimeOffset(2026, 7, 15, 11, 0, 0, TimeSpan.Zero));

        // Written by the device side, read by the adapter's: 12:00 on Madeira in summer.
        Assert.Null(side.Reports[0].TryWrite(_ => Twins.Points.PointValue.FromTime(time), time, out var payload));
        Assert.Equal("""{"start":"2026-07-15T12:00:00"}""", Encoding.UTF8.GetString(payload));
        Assert.True(ordinal >= 0);
    }

    private static string Errors(string other, string site) => string.Join('\n', Twins.Configuration.SiteConfigurationLoader.Load(
    [
        new("types/store.yaml", MqttSampleFiles.Type),
        new("devices/acme.yaml", MqttSampleFiles.Device),
        new("devices/other.yaml", other),
        new("sites/lab.yaml", site),
    ], Twins.Adapters.FieldProtocols.All).Errors);
}
