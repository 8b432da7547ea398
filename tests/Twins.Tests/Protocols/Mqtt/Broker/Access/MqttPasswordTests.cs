using System.Text;
using Twins.Protocols.Mqtt;

namespace Twins.Tests.Protocols.Mqtt.Broker.Access;

public sealed class MqttPasswordTests
{
    private const int Few = 1000;

    [Fact]
    public void Hash_OfAPassword_MatchesItAndNothingElse()
    {
        var line = MqttPassword.Hash("s3cret ü"u8, Few);
        var password = MqttPassword.Parse(line);

        Assert.StartsWith("pbkdf2-sha512:1000:", line, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", line, StringComparison.Ordinal);
        Assert.False(password.Recognises("s3cret ü"u8));
        Assert.False(password.Matches("s3cret"u8));
        Assert.False(password.Matches(default));
        Assert.True(password.Matches("s3cret ü"u8));
        Assert.True(password.Recognises("s3cret ü"u8));
        Assert.False(password.Recognises("s3cret"u8));
    }

    [Fact]
    public void Hash_Twice_DiffersByItsSalt() => Assert.NotEqual(MqttPassword.Hash("a"u8, Few), MqttPassword.Hash("a"u8, Few));

    [Fact]
    public void Hash_Default_HasTheRecommendedIterations() =>
        Assert.StartsWith("pbkdf2-sha512:210000:", MqttPassword.Hash("a"u8), StringComparison.Ordinal);

    [Theory]
    [InlineData(999)]
    [InlineData(10_000_001)]
    public void Hash_IterationsOutOfRange_Throws(int iterations) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => MqttPassword.Hash("a"u8, iterations));

    [Fact]
    public void Parse_PlainText_IsThePassword()
    {
        var password = MqttPassword.Parse("plain");

        Assert.False(password.IsHashed);
        Assert.True(password.Matches("plain"u8));
        Assert.False(password.Matches("Plain"u8));
    }

    [Theory]
    [InlineData("")]
    [InlineData("pbkdf2-sha512")]
    [InlineData("pbkdf2-sha512:10:c2FsdA==:aGFzaA==")]
    [InlineData("pbkdf2-sha512:1000:c2FsdA==:aGFzaA==")]
    [InlineData("pbkdf2-sha512:1000:***:aGFzaA==")]
    [InlineData("pbkdf2-sha512:99999999999:c2FsdA==:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    public void Parse_NoPasswordAndNoHash_IsRefusedWithoutSayingIt(string secret)
    {
        var refused = Assert.Throws<FormatException>(() => MqttPassword.Parse(secret));

        Assert.True(secret.Length < 20 || !refused.Message.Contains(secret, StringComparison.Ordinal));
    }

    [Fact]
    public void Parse_KnownVector_Matches()
    {
        // PBKDF2-HMAC-SHA-512, 1000 iterations, salt "salt", by Python's hashlib.pbkdf2_hmac.
        var password = MqttPassword.Parse("pbkdf2-sha512:1000:c2FsdA==:" + Vector);

        Assert.True(password.Matches(Encoding.UTF8.GetBytes("password")));
    }

    private const string Vector = "r+bFUweFtsxrHGRTOEcxvV7kMu5Un9QvtmlXea2KHFs=";
}
