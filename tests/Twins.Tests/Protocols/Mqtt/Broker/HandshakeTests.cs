using Twins.Protocols.Mqtt;
using Twins.Protocols.Mqtt.Wire;
using Twins.Tests.Protocols.Mqtt.Broker.Support;
using Twins.Testing.Time;

namespace Twins.Tests.Protocols.Mqtt.Broker;

/// <summary>5.0 and 3.1.1, sections 3.1.4 and 3.2: who is let in, and what others are told.</summary>
public sealed class HandshakeTests
{
    [Theory]
    [InlineData(MqttProtocolVersion.V500, MqttReasonCode.BadUserNameOrPassword)]
    [InlineData(MqttProtocolVersion.V500, MqttReasonCode.Banned)]
    [InlineData(MqttProtocolVersion.V311, MqttReasonCode.BadUserNameOrPassword)]
    [InlineData(MqttProtocolVersion.V311, MqttReasonCode.NotAuthorized)]
    public async Task Authenticator_RefusesWithItsCode(MqttProtocolVersion version, MqttReasonCode code)
    {
        await using var fixture = await BrokerFixture.StartAsync(
            authenticator: new ScriptedAuthenticator(_ => MqttAuthenticationResult.Refused(code, "not on the list")));
        using var client = await fixture.ConnectAsync("client", version);

        Assert.Equal(code, client.ConnAck!.ReasonCode);
        await client.ExpectClosedAsync();
        var incident = Assert.Single(fixture.Broker.Diagnostics);
        Assert.Equal((MqttIncidentKind.NotAuthenticated, code), (incident.Kind, incident.ReasonCode));
        Assert.Contains("not on the list", incident.Message, StringComparison.Ordinal);
        Assert.Null(client.ConnAck.ReasonString);
    }

    [Fact]
    public async Task Authenticator_IsToldWhatTheClientSays()
    {
        MqttAuthenticationRequest? asked = null;
        await using var fixture = await BrokerFixture.StartAsync(authenticator: new ScriptedAuthenticator(request =>
        {
            asked = request;
            return MqttAuthenticationResult.Accepted(new MqttIdentity("ems"));
        }));
        using var client = await fixture.ConnectAsync(new ConnectPacket
        {
            Version = MqttProtocolVersion.V311, ClientIdentifier = "client", CleanStart = true, UserName = "ems", Password = new byte[] { 1, 2 },
        });

        Assert.Equal(("client", "ems", "tcp"), (asked!.ClientId, asked.UserName, asked.Peer.Transport));
        Assert.Equal([1, 2], asked.Password!.Value.ToArray());
        Assert.Equal("ems", Assert.Single(fixture.Broker.Clients).Identity);
    }

    [Fact]
    public async Task AuthenticatorThatFails_IsServerUnavailable_AndNamed()
    {
        await using var fixture = await BrokerFixture.StartAsync(
            authenticator: new ScriptedAuthenticator(_ => throw new IOException("the directory is gone")));
        using var client = await fixture.ConnectAsync("client");

        Assert.Equal(MqttReasonCode.ServerUnavailable, client.ConnAck!.ReasonCode);
        Assert.Contains(fixture.Broker.Diagnostics, incident => incident.Message.Contains("the directory is gone", StringComparison.Ordinal));
    }

    [Fact]
    public async Task SessionOfAnotherIdentity_IsNotGiven()
    {
        var name = "owner";
        await using var fixture = await BrokerFixture.StartAsync(
            authenticator: new ScriptedAuthenticator(_ => MqttAuthenticationResult.Accepted(new MqttIdentity(name))));
        using var owner = await fixture.ConnectAsync("client");

        name = "thief";
        using var thief = await fixture.ConnectAsync("client");

        Assert.Equal(MqttReasonCode.NotAuthorized, thief.ConnAck!.ReasonCode);
        await owner.ExpectNothingAsync();
    }

    [Fact]
    public async Task EnhancedAuthentication_IsRefused()
    {
        await using var fixture = await BrokerFixture.StartAsync();
        using var client = await fixture.ConnectAsync(new ConnectPacket
        {
            Version = MqttProtocolVersion.V500, ClientIdentifier = "client", CleanStart = true, AuthenticationMethod = "SCRAM-SHA-1",
        });

        Assert.Equal(MqttReasonCode.BadAuthenticationMethod, client.ConnAck!.ReasonCode);
        await client.ExpectClosedAsync();
    }

    [Fact]
    public async Task Auth_WithoutAMethodAgreed_IsAProtocolError()
    {
        await using var fixture = await BrokerFixture.StartAsync();
        using var client = await fixture.ConnectAsync("client");

        await client.SendAsync(0xF0, 0x00);

        await client.ExpectDisconnectAsync(MqttReasonCode.ProtocolError);
    }

    [Theory]
    [InlineData(MqttProtocolVersion.V311, new byte[] { 0x20, 0x02, 0x00, 0x01 }, new byte[] { 0x10, 0x0F, 0, 6, 77, 81, 73, 115, 100, 112, 3, 2, 0, 60, 0, 1, 97 })]
    [InlineData(MqttProtocolVersion.V500, new byte[] { 0x20, 0x03, 0x00, 0x84, 0x00 }, new byte[] { 0x10, 0x0D, 0, 4, 77, 81, 84, 84, 6, 2, 0, 60, 0, 0, 1, 97 })]
    public async Task UnknownVersion_IsRefusedInAFormThatItsClientReads(MqttProtocolVersion form, byte[] answer, byte[] connect)
    {
        await using var fixture = await BrokerFixture.StartAsync();
        using var client = await ScriptedClient.OpenAsync(fixture.Endpoint, form);

        connect[1] = (byte)(connect.Length - 2);
        await client.SendAsync(connect);

        var received = await client.ReceiveRawAsync(answer.Length);
        Assert.Equal(answer, received);
        await client.ExpectClosedAsync();
    }

    [Theory]
    [InlineData(new byte[] { 0x10, 0x0D, 0, 4, 72, 84, 84, 80, 4, 2, 0, 60, 0, 1, 97 })]
    [InlineData(new byte[] { 0xC0, 0x00 })]
    [InlineData(new byte[] { 0x47, 0x45, 0x54, 0x20, 0x2F, 0x0D, 0x0A })]
    public async Task WhatIsNoMqtt_IsClosedWithoutAWord(byte[] bytes)
    {
        await using var fixture = await BrokerFixture.StartAsync();
        using var client = await ScriptedClient.OpenAsync(fixture.Endpoint);

        await client.SendAsync(bytes);

        await client.ExpectClosedAsync();
        Assert.Equal(1, fixture.Broker.Figures.ProtocolViolations);
    }

    [Fact]
    public async Task SecondConnect_IsAProtocolError()
    {
        await using var fixture = await BrokerFixture.StartAsync();
        using var client = await fixture.ConnectAsync("client");

        await client.SendAsync(new ConnectPacket { Version = MqttProtocolVersion.V500, ClientIdentifier = "client", CleanStart = true }.Write);

        await client.ExpectDisconnectAsync(MqttReasonCode.ProtocolError);
    }

    [Fact]
    public async Task SilentNewcomer_IsClosedAfterTheConnectTimeout()
    {
        await using var fixture = await BrokerFixture.StartAsync();
        using var client = await ScriptedClient.OpenAsync(fixture.Endpoint);
        await client.SendAsync(0x10);
        await Eventually.TrueAsync(() => fixture.Broker.Figures.ConnectionsAccepted == 1, "the connection is accepted");

        fixture.Pass(TimeSpan.FromSeconds(11));

        await client.ExpectClosedAsync();
        Assert.Equal(MqttIncidentKind.ConnectTimeout, Assert.Single(fixture.Broker.Diagnostics).Kind);
    }

    [Fact]
    public async Task Connections_AreBounded_ButATakeOverNeedsNoPlace()
    {
        await using var fixture = await BrokerFixture.StartAsync(new MqttBrokerOptions { MaxConnections = 2 });
        using var one = await fixture.ConnectAsync("one");
        using var two = await fixture.ConnectAsync("two");
        using var three = await fixture.ConnectAsync("three");
        using var old = await fixture.ConnectAsync("old", MqttProtocolVersion.V311);
        using var again = await fixture.ConnectAsync("two");

        Assert.Equal(MqttReasonCode.QuotaExceeded, three.ConnAck!.ReasonCode);
        Assert.Equal(MqttReasonCode.ServerUnavailable, old.ConnAck!.ReasonCode);
        Assert.Equal(MqttReasonCode.Success, again.ConnAck!.ReasonCode);
        Assert.Equal(2, fixture.Broker.Figures.Connections);
        Assert.Contains(fixture.Broker.Diagnostics, incident => incident.Kind == MqttIncidentKind.LimitReached);
    }

    [Fact]
    public async Task Sessions_AreBounded()
    {
        await using var fixture = await BrokerFixture.StartAsync(new MqttBrokerOptions { MaxSessions = 1 });
        (await fixture.ConnectAsync("kept", expirySeconds: 60)).Dispose();
        await fixture.GoneAsync("kept");
        using var other = await fixture.ConnectAsync("other");
        using var kept = await fixture.ConnectAsync("kept", expirySeconds: 60);

        Assert.Equal(MqttReasonCode.QuotaExceeded, other.ConnAck!.ReasonCode);
        Assert.Equal(MqttReasonCode.Success, kept.ConnAck!.ReasonCode);
    }
}
