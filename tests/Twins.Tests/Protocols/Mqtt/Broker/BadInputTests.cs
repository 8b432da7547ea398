using Twins.Protocols.Mqtt;
using Twins.Tests.Protocols.Mqtt.Broker.Support;
using Twins.Testing.Time;

namespace Twins.Tests.Protocols.Mqtt.Broker;

/// <summary>5.0, section 4.13: what is wrong closes its connection, is counted and explained, and harms nobody else.</summary>
public sealed class BadInputTests
{
    [Theory]
    [InlineData(new byte[] { 0x00, 0x00 }, MqttReasonCode.MalformedPacket, "5.0, section 2.1.2")]
    [InlineData(new byte[] { 0x36, 0x05, 0, 1, 97, 0, 0 }, MqttReasonCode.MalformedPacket, "MQTT-3.3.1-4")]
    [InlineData(new byte[] { 0x30, 0x04, 0, 1, 35, 0 }, MqttReasonCode.MalformedPacket, "MQTT-3.3.2-2")]
    [InlineData(new byte[] { 0x30, 0xFF, 0xFF, 0xFF, 0xFF, 0x01 }, MqttReasonCode.MalformedPacket, "5.0, section 1.5.5")]
    [InlineData(new byte[] { 0x80, 0x00 }, MqttReasonCode.MalformedPacket, "MQTT-2.1.3-1")]
    [InlineData(new byte[] { 0x30, 0xFF, 0xFF, 0xFF, 0x7F }, MqttReasonCode.PacketTooLarge, "MQTT-3.1.2-24")]
    [InlineData(new byte[] { 0x20, 0x03, 0, 0, 0 }, MqttReasonCode.ProtocolError, "5.0, section 2.1.2")]
    public async Task WrongPacket_ClosesItsConnection_WithReasonAndClause(byte[] packet, MqttReasonCode code, string clause)
    {
        await using var fixture = await BrokerFixture.StartAsync();
        using var other = await fixture.ConnectAsync("other");
        using var client = await fixture.ConnectAsync("client");

        await client.SendAsync(packet);

        var farewell = await client.ExpectDisconnectAsync(code);
        Assert.NotEmpty(farewell.ReasonString!);
        await fixture.GoneAsync("client");
        var incident = Assert.Single(fixture.Broker.Diagnostics);
        Assert.Equal((MqttIncidentKind.ProtocolViolation, "client", code), (incident.Kind, incident.ClientId, incident.ReasonCode));
        Assert.Equal(clause, incident.Clause);
        Assert.NotNull(incident.RemoteEndPoint);
        Assert.Equal(1, fixture.Broker.Figures.ProtocolViolations);
        await other.ExpectNothingAsync();
    }

    [Fact]
    public async Task WrongPacket_In311_ClosesTheConnectionWithoutAWord()
    {
        await using var fixture = await BrokerFixture.StartAsync();
        using var client = await fixture.ConnectAsync("client", MqttProtocolVersion.V311);

        await client.SendAsync(0xF0, 0x00);

        await client.ExpectClosedAsync();
    }

    [Fact]
    public async Task PacketsBeforeAWrongOne_AreTaken()
    {
        await using var fixture = await BrokerFixture.StartAsync();
        using var subscriber = await fixture.ConnectAsync("subscriber");
        await subscriber.SubscribeAsync(new MqttSubscription("a"));
        using var client = await fixture.ConnectAsync("client");

        await client.SendAsync(writer =>
        {
            ScriptedClient.Publish(writer, "a", "before", 0, 0, retain: false, duplicate: false, MqttProtocolVersion.V500);
            writer.WriteBytes([0x00, 0x00]);
        });

        await subscriber.ExpectMessageAsync("a", "before");
    }

    [Fact]
    public async Task Diagnostics_KeepTheLastIncidents_AndCountAll()
    {
        await using var fixture = await BrokerFixture.StartAsync();
        for (var index = 0; index < 300; index++)
        {
            using var client = await ScriptedClient.OpenAsync(fixture.Endpoint);
            await client.SendAsync(0x00, 0x00);
            await client.ExpectClosedAsync();
        }

        await Eventually.TrueAsync(() => fixture.Broker.Figures.Incidents == 300, "every incident is counted");
        Assert.Equal(256, fixture.Broker.Diagnostics.Length);
    }
}
