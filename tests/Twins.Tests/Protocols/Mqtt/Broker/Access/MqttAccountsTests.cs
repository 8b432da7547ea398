using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Twins.Protocols.Mqtt;

namespace Twins.Tests.Protocols.Mqtt.Broker.Access;

public sealed class MqttAccountsTests : IDisposable
{
    private static readonly MqttPeer Peer = new("tcp", new IPEndPoint(IPAddress.Loopback, 50000));

    private readonly MqttAccounts _accounts = new(
    [
        new MqttAccount("ems")
        {
            Password = MqttPassword.Parse(MqttPassword.Hash("hashed"u8, 1000)),
            Publish = ["site/+/set", "own/{clientId}/#"],
            Subscribe = ["site/#"],
        },
        new MqttAccount("plain") { Password = MqttPassword.Parse("word") },
        new MqttAccount("meter-1") { Publish = ["meters/{username}/#"] },
    ]);

    public void Dispose() => _accounts.Dispose();

    [Theory]
    [InlineData("ems", "hashed")]
    [InlineData("plain", "word")]
    public async Task Authenticate_RightPassword_IsThatAccountAlsoTheNextTime(string user, string password)
    {
        var first = await AskAsync(user, password);
        var second = await AskAsync(user, password);

        Assert.Equal((user, user), (first.Identity?.Name, second.Identity?.Name));
    }

    [Theory]
    [InlineData("ems", "wrong", "password of 'ems' is wrong")]
    [InlineData("ems", "", "password of 'ems' is wrong")]
    [InlineData("plain", "wrong", "password of 'plain' is wrong")]
    [InlineData("nobody", "nobody", "no account 'nobody'")]
    [InlineData("meter-1", "x", "by certificate only")]
    [InlineData(null, "hashed", "no account ''")]
    public async Task Authenticate_WrongNameOrPassword_IsRefusedAndExplained(string? user, string password, string explanation)
    {
        var result = await AskAsync(user, password);

        Assert.Null(result.Identity);
        Assert.Equal(MqttReasonCode.BadUserNameOrPassword, result.Refusal);
        Assert.Contains(explanation, result.Explanation, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("ems")]
    public async Task Authenticate_WithoutPasswordOrCertificate_IsRefused(string? user)
    {
        var result = await AskAsync(user, password: null);

        Assert.Null(result.Identity);
        Assert.Equal(MqttReasonCode.NotAuthorized, result.Refusal);
    }

    [Theory]
    [InlineData("meter-1", null, "meter-1", null)]
    [InlineData("meter-1", "meter-1", "meter-1", null)]
    [InlineData("meter-1", "ems", null, "not that of its certificate")]
    [InlineData("stranger", null, null, "no account 'stranger'")]
    public async Task Authenticate_ByCertificate_IsTheAccountOfItsCommonName(string common, string? user, string? expected, string? explanation)
    {
        using var certificate = Certificate(common);

        var result = await AskAsync(user, password: null, certificate);

        Assert.Equal(expected, result.Identity?.Name);
        Assert.Contains(explanation ?? "", result.Explanation ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public async Task MayPublishAndSubscribe_WhatItsAccountOpens_AndNothingElse()
    {
        var ems = (await AskAsync("ems", "hashed")).Identity!;

        Assert.True(_accounts.MayPublish(ems, "c1", "site/bess/set"));
        Assert.False(_accounts.MayPublish(ems, "c1", "site/bess/state"));
        Assert.True(_accounts.MayPublish(ems, "c1", "own/c1/x"));
        Assert.False(_accounts.MayPublish(ems, "c1", "own/c2/x"));
        Assert.False(_accounts.MayPublish(ems, "+", "own/c2/x"));
        Assert.True(_accounts.MaySubscribe(ems, "c1", "site/+/state"));
        Assert.False(_accounts.MaySubscribe(ems, "c1", "#"));
        Assert.False(_accounts.MaySubscribe(MqttIdentity.Anonymous, "c1", "site/a"));
        Assert.False(_accounts.MayPublish(MqttIdentity.Anonymous, "c1", "site/a/set"));
    }

    [Fact]
    public async Task MayAnything_AccountThatOpensNothing_IsRefused()
    {
        var plain = (await AskAsync("plain", "word")).Identity!;

        Assert.False(_accounts.MayPublish(plain, "c1", "a"));
        Assert.False(_accounts.MaySubscribe(plain, "c1", "a"));
    }

    [Fact]
    public void Accounts_OneNameTwice_IsNamed()
    {
        var refused = Assert.Throws<ArgumentException>(() => new MqttAccounts([new MqttAccount("a"), new MqttAccount("a")]));

        Assert.Contains("'a'", refused.Message, StringComparison.Ordinal);
    }

    private ValueTask<MqttAuthenticationResult> AskAsync(string? user, string? password, X509Certificate2? certificate = null) =>
        _accounts.AuthenticateAsync(
            new MqttAuthenticationRequest
            {
                ClientId = "c1",
                Version = MqttProtocolVersion.V500,
                UserName = user,
                Password = password is null ? (ReadOnlyMemory<byte>?)null : Encoding.UTF8.GetBytes(password),
                Peer = Peer with { Certificate = certificate },
            },
            TestContext.Current.CancellationToken);

    private static X509Certificate2 Certificate(string common)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new CertificateRequest($"CN={common}", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
    }
}
