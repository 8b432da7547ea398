using Twins.Protocols.Mqtt;
using Twins.Tests.Protocols.Mqtt.Client.Scripted;
using static Twins.Tests.Protocols.Mqtt.Client.ClientMessages;

namespace Twins.Tests.Protocols.Mqtt.Client;

public sealed class ConnectTests
{
    /// <summary>Those of 5.0, section 3.2.2.2, and whether asking again can help.</summary>
    public static TheoryData<MqttReasonCode, bool> Refusals => new()
    {
        { MqttReasonCode.UnspecifiedError, false },
        { MqttReasonCode.MalformedPacket, true },
        { MqttReasonCode.ProtocolError, true },
        { MqttReasonCode.ImplementationSpecificError, false },
        { MqttReasonCode.UnsupportedProtocolVersion, true },
        { MqttReasonCode.ClientIdentifierNotValid, true },
        { MqttReasonCode.BadUserNameOrPassword, true },
        { MqttReasonCode.NotAuthorized, true },
        { MqttReasonCode.ServerUnavailable, false },
        { MqttReasonCode.ServerBusy, false },
        { MqttReasonCode.Banned, true },
        { MqttReasonCode.BadAuthenticationMethod, true },
        { MqttReasonCode.TopicNameInvalid, true },
        { MqttReasonCode.PacketTooLarge, true },
        { MqttReasonCode.QuotaExceeded, false },
        { MqttReasonCode.PayloadFormatInvalid, true },
        { MqttReasonCode.RetainNotSupported, true },
        { MqttReasonCode.QualityOfServiceNotSupported, true },
        { MqttReasonCode.UseAnotherServer, true },
        { MqttReasonCode.ServerMoved, true },
        { MqttReasonCode.ConnectionRateExceeded, false },
    };

    /// <summary>Those of 3.1.1, table 3.1, with the reason code that they are told as.</summary>
    public static TheoryData<byte, MqttReasonCode, bool> ReturnCodes => new()
    {
        { 1, MqttReasonCode.UnsupportedProtocolVersion, true },
        { 2, MqttReasonCode.ClientIdentifierNotValid, true },
        { 3, MqttReasonCode.ServerUnavailable, false },
        { 4, MqttReasonCode.BadUserNameOrPassword, true },
        { 5, MqttReasonCode.NotAuthorized, true },
    };

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task Refusal_OfVersion5_IsTypedAndTriedAgainOnlyWhereThatCanHelp(MqttReasonCode code, bool isFinal)
    {
        await using var server = new ScriptedServer();
        await RefuseAsync(server, [0x20, 3, 0, (byte)code, 0], code, isFinal);
    }

    [Theory]
    [MemberData(nameof(ReturnCodes))]
    public async Task Refusal_OfVersion311_IsToldInTheTermsOfVersion5(byte returnCode, MqttReasonCode code, bool isFinal)
    {
        await using var server = new ScriptedServer(MqttProtocolVersion.V311);
        await RefuseAsync(server, [0x20, 2, 0, returnCode], code, isFinal);
    }

    [Fact]
    public async Task Refusal_WithServerReference_SaysWhereToGo()
    {
        await using var server = new ScriptedServer();
        await using var client = new MqttClient(server.Options, new RecordingReceiver());
        var connecting = client.ConnectAsync();
        var connection = await server.AcceptSessionAsync(properties: answer => answer with
        {
            ReasonCode = MqttReasonCode.ServerMoved, ServerReference = "other.example:1883", ReasonString = "moved house",
        });
        var error = await Assert.ThrowsAsync<MqttRefusedException>(() => connecting.InTime());

        Assert.Equal("other.example:1883", error.ServerReference);
        Assert.Equal(
            $"127.0.0.1:{server.Port} refused the connection of client 'twin' with 0x9D (ServerMoved): \"moved house\".", error.Message);
        await connection.ClosedAsync();
    }

    [Fact]
    public async Task Refusal_AfterAnAcceptedConnection_IsNotTakenAsFinal()
    {
        await using var server = new ScriptedServer();
        await using var client = new MqttClient(server.Options, new RecordingReceiver());
        var connecting = client.ConnectAsync();
        (await server.AcceptSessionAsync()).Cut();
        await connecting.InTime();
        await server.AcceptSessionAsync(properties: answer => answer with { ReasonCode = MqttReasonCode.NotAuthorized });
        await server.AcceptSessionAsync();
        await client.ReachesAsync(MqttConnectionState.Connected);

        Assert.Equal(1, client.Figures.ConnectionsFailed);
        Assert.Equal(2, client.Figures.ConnectionsAccepted);
    }

    [Fact]
    public async Task Connect_SaysWhatTheOptionsSay()
    {
        await using var server = new ScriptedServer();
        var will = new MqttWill(
            Text("twin/status", "offline", Qos1) with { Retain = true, ContentType = "text/plain", MessageExpiry = TimeSpan.FromSeconds(60) },
            TimeSpan.FromSeconds(5));
        await using var client = new MqttClient(
            server.Options with
            {
                Username = "user", Password = "secret"u8.ToArray(), Will = will, SessionExpiry = TimeSpan.FromHours(1),
                KeepAlive = TimeSpan.FromSeconds(30), ReceiveMaximum = 7, MaximumPacketSize = 5000, TopicAliasMaximum = 3,
                RequestResponseInformation = true, UserProperties = [new("site", "building")],
            },
            new RecordingReceiver());
        _ = client.ConnectAsync();
        var connect = (await server.AcceptSessionAsync()).Connect;

        Assert.Equal(("twin", "user", true), (connect.ClientIdentifier, connect.UserName, connect.CleanStart));
        Assert.Equal("secret"u8.ToArray(), connect.Password!.Value.ToArray());
        Assert.Equal((3600u, (ushort)30, (ushort?)7, 5000u, (ushort)3), (connect.SessionExpirySeconds, connect.KeepAliveSeconds, connect.ReceiveMaximum, connect.MaximumPacketSize, connect.TopicAliasMaximum));
        Assert.True(connect.RequestResponseInformation);
        Assert.Equal([new MqttUserProperty("site", "building")], connect.UserProperties);
        Assert.Equal("offline"u8.ToArray(), connect.Will!.Message.Payload.ToArray());
        Assert.Equal((TimeSpan.FromSeconds(5), true, "text/plain", TimeSpan.FromSeconds(60)), (connect.Will.Delay, connect.Will.Message.Retain, connect.Will.Message.ContentType, connect.Will.Message.MessageExpiry));
    }

    [Fact]
    public async Task CleanStart_IsForTheFirstConnectionOnly()
    {
        await using var server = new ScriptedServer();
        await using var client = new MqttClient(server.Options with { SessionExpiry = TimeSpan.FromHours(1) }, new RecordingReceiver());
        _ = client.ConnectAsync();
        var first = await server.AcceptSessionAsync();
        first.Cut();
        var second = await server.AcceptSessionAsync(sessionPresent: true);

        Assert.True(first.Connect.CleanStart);
        Assert.False(second.Connect.CleanStart);
    }

    [Fact]
    public async Task CleanStart_OfASessionThatStays_IsMadeOfTwoConnectionsIn311()
    {
        await using var server = new ScriptedServer(MqttProtocolVersion.V311);
        await using var client = new MqttClient(server.Options with { SessionExpiry = TimeSpan.MaxValue }, new RecordingReceiver());
        var connecting = client.ConnectAsync();
        var erasing = await server.AcceptSessionAsync();
        await erasing.NextDisconnectAsync();
        var staying = await server.AcceptSessionAsync();
        await connecting.InTime();

        Assert.True(erasing.Connect.CleanStart);
        Assert.False(staying.Connect.CleanStart);
        Assert.Equal(1, client.Figures.ConnectionsAccepted);
    }

    [Fact]
    public async Task AssignedClientIdentifier_IsKeptForTheNextConnection()
    {
        await using var server = new ScriptedServer();
        await using var client = new MqttClient(server.Options with { ClientId = "" }, new RecordingReceiver());
        var connecting = client.ConnectAsync();
        var first = await server.AcceptSessionAsync(properties: answer => answer with { AssignedClientIdentifier = "auto-1" });
        await connecting.InTime();
        Assert.Equal("auto-1", client.Grant!.ClientId);
        first.Cut();
        var second = await server.AcceptSessionAsync();

        Assert.Equal(("", "auto-1"), (first.Connect.ClientIdentifier, second.Connect.ClientIdentifier));
    }

    [Theory]
    [InlineData(new byte[] { 0x20, 3, 1, 0, 0 }, MqttReasonCode.ProtocolError, "which was to begin anew")]
    [InlineData(new byte[] { 0x20, 3, 2, 0, 0 }, MqttReasonCode.MalformedPacket, "MQTT-3.2.2-1")]
    [InlineData(new byte[] { 0xF0, 7, 0x18, 5, 0x15, 0, 2, 0x61, 0x62 }, MqttReasonCode.ProtocolError, "MQTT-4.12.0-6")]
    [InlineData(new byte[] { 0x20, 8, 0, 0, 5, 0x15, 0, 2, 0x61, 0x62 }, MqttReasonCode.ProtocolError, "MQTT-4.12.0-6")]
    [InlineData(new byte[] { 0xD0, 0 }, MqttReasonCode.ProtocolError, "MQTT-3.2.0-1")]
    [InlineData(new byte[] { 0x21, 3, 0, 0, 0 }, MqttReasonCode.MalformedPacket, "flags of ConnAck")]
    public async Task AnswerThatBreaksTheStandard_IsSaidSoAndTriedAgain(byte[] answer, MqttReasonCode code, string said)
    {
        await using var server = new ScriptedServer();
        await using var client = new MqttClient(server.Options, new RecordingReceiver());
        var connecting = client.ConnectAsync();
        var connection = await server.AcceptAsync();
        await connection.NextConnectAsync();
        await connection.SendAsync(answer);

        Assert.Equal(code, (await connection.NextDisconnectAsync()).ReasonCode);
        await server.AcceptSessionAsync();
        await connecting.InTime();
        Assert.Contains(said, client.Figures.LastFault!.Message, StringComparison.Ordinal);
        Assert.Equal(code, client.Figures.LastFault.ReasonCode);
        Assert.Equal(1, client.Figures.ProtocolViolations);
    }

    private static async Task RefuseAsync(ScriptedServer server, byte[] answer, MqttReasonCode code, bool isFinal)
    {
        await using var client = new MqttClient(server.Options, new RecordingReceiver());
        var connecting = client.ConnectAsync();
        var connection = await server.AcceptAsync();
        await connection.NextConnectAsync();
        await connection.SendAsync(answer);
        if (isFinal)
        {
            var error = await Assert.ThrowsAsync<MqttRefusedException>(() => connecting.InTime());
            Assert.Equal(code, error.ReasonCode);
            Assert.Equal(MqttConnectionState.Disconnected, client.State);
        }
        else
        {
            await server.AcceptSessionAsync();
            await connecting.InTime();
            Assert.Equal(code, client.Figures.LastFault!.ReasonCode);
        }

        Assert.Equal(1, client.Figures.ConnectionsFailed);
    }
}
