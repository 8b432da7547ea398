using Twins.Protocols.Mqtt;

namespace Twins.Tests.Protocols.Mqtt.Broker.Access;

public sealed class TopicGrantTests
{
    [Theory]
    [InlineData("a/b", "a/b", true)]
    [InlineData("a/b", "a/c", false)]
    [InlineData("a/b", "a", false)]
    [InlineData("a", "a/b", false)]
    [InlineData("a/b", "A/b", false)]
    [InlineData("a/+", "a/b", true)]
    [InlineData("a/+", "a/", true)]
    [InlineData("a/+", "a/b/c", false)]
    [InlineData("a/+", "a/+", true)]
    [InlineData("a/+", "a/#", false)]
    [InlineData("a/b", "a/+", false)]
    [InlineData("+/b", "a/b", true)]
    [InlineData("+/b", "+/b", true)]
    [InlineData("a/#", "a", true)]
    [InlineData("a/#", "a/b/c", true)]
    [InlineData("a/#", "a/+/c", true)]
    [InlineData("a/#", "a/#", true)]
    [InlineData("a/#", "#", false)]
    [InlineData("a/#", "+/b", false)]
    [InlineData("a/+/#", "a/#", false)]
    [InlineData("a/+/#", "a/+", true)]
    [InlineData("#", "a/b", true)]
    [InlineData("#", "#", true)]
    [InlineData("+", "#", false)]
    [InlineData("#", "$SYS/uptime", false)]
    [InlineData("+/uptime", "$SYS/uptime", false)]
    [InlineData("$SYS/#", "$SYS/uptime", true)]
    [InlineData("$SYS/#", "$SYS", true)]
    [InlineData("#", "/", true)]
    [InlineData("+/+", "/", true)]
    [InlineData("/+", "/a", true)]
    public void Covers_FilterOrName_AsTheStandardMatches(string granted, string asked, bool covers) =>
        Assert.Equal(covers, TopicGrant.Covers(granted, asked));

    [Theory]
    [InlineData("site/{username}/set", "ems", "c1", "site/ems/set")]
    [InlineData("site/{clientId}/{username}/#", "ems", "c1", "site/c1/ems/#")]
    [InlineData("site/+", "ems", "a/b", "site/+")]
    [InlineData("site/{clientId}", "ems", "+", null)]
    [InlineData("site/{clientId}", "ems", "#", null)]
    [InlineData("site/{clientId}", "ems", "a/b", null)]
    [InlineData("site/{clientId}", "ems", "", null)]
    [InlineData("site/{username}", "", "c1", null)]
    public void For_Placeholders_NeverOpenMoreThanOneLevel(string filter, string user, string client, string? expected) =>
        Assert.Equal(expected, TopicGrant.For(filter, user, client));
}
