using Twins.Adapters.Mqtt;

namespace Twins.Tests.Model.Devices.Mqtt;

public sealed class JsonPointerTests
{
    [Theory]
    [InlineData("", new string[0])]
    [InlineData("/", new[] { "" })]
    [InlineData("/foo/0", new[] { "foo", "0" })]
    [InlineData("/a~1b/m~0n/~01", new[] { "a/b", "m~n", "~1" })]
    [InlineData("/ /k\"l", new[] { " ", "k\"l" })]
    public void Parse_APointer_GivesItsTokens(string text, string[] tokens) => Assert.Equal(tokens, JsonPointer.Parse(text).Tokens, StringComparer.Ordinal);

    [Theory]
    [InlineData("foo.bar", "the JSON pointer 'foo.bar' does not begin with '/' — write '/foo/bar'")]
    [InlineData("/a~b", "the JSON pointer '/a~b' has '~' without '0' or '1' in 'a~b' — write '~0' for '~' and '~1' for '/'")]
    [InlineData("/a~", "the JSON pointer '/a~' has '~' without '0' or '1' in 'a~' — write '~0' for '~' and '~1' for '/'")]
    [InlineData("/1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16/17", "the JSON pointer '/1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16/17' has 17 levels, more than 16 — point less deep")]
    public void Parse_NoPointer_NamesTheFix(string text, string message) => Assert.Equal(message, Assert.Throws<FormatException>(() => JsonPointer.Parse(text)).Message);
}
