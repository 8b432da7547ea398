using Twins.Hosting.Configuration;

namespace Twins.Tests.Host.Configuration;

public sealed class ListenAddressesTests
{
    [Theory]
    [InlineData("http://127.0.0.1:5080", 1)]
    [InlineData("http://localhost:1;http://[::1]:2", 2)]
    [InlineData(" http://127.0.0.2:0 ; ", 1)]
    public void Parse_Loopback_IsTaken(string text, int count) => Assert.Equal(count, ListenAddresses.Parse(text).Count);

    [Theory]
    [InlineData("http://0.0.0.0:5080", "reachable from other machines")]
    [InlineData("http://*:5080", "not an address")]
    [InlineData("http://+:5080", "not an address")]
    [InlineData("http://192.168.1.4:5080", "reachable from other machines")]
    [InlineData("http://twins.example:5080", "reachable from other machines")]
    [InlineData("http://127.0.0.1:1;http://[::]:2", "reachable from other machines")]
    [InlineData("https://127.0.0.1:5080", "not an address")]
    [InlineData("http://127.0.0.1:5080/twins", "not an address")]
    [InlineData("5080", "not an address")]
    [InlineData(";", "empty")]
    public void Parse_Anything_Else_IsRefusedWithTheReason(string text, string reason) =>
        Assert.Contains(reason, Assert.Throws<BadInputException>(() => ListenAddresses.Parse(text)).Message, StringComparison.Ordinal);
}
