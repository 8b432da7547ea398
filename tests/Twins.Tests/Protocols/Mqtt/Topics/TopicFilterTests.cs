using System.Text;
using Twins.Protocols.Mqtt.Topics;

namespace Twins.Tests.Protocols.Mqtt.Topics;

public sealed class TopicFilterTests
{
    // The examples of 5.0, sections 4.7.1.2, 4.7.1.3, 4.7.2 and 4.7.3.
    [Theory]
    [InlineData("sport/tennis/player1/#", "sport/tennis/player1", true)]
    [InlineData("sport/tennis/player1/#", "sport/tennis/player1/ranking", true)]
    [InlineData("sport/tennis/player1/#", "sport/tennis/player1/score/wimbledon", true)]
    [InlineData("sport/#", "sport", true)]
    [InlineData("#", "sport/tennis", true)]
    [InlineData("#", "/", true)]
    [InlineData("sport/tennis/+", "sport/tennis/player1", true)]
    [InlineData("sport/tennis/+", "sport/tennis/player2", true)]
    [InlineData("sport/tennis/+", "sport/tennis/player1/ranking", false)]
    [InlineData("sport/+", "sport", false)]
    [InlineData("sport/+", "sport/", true)]
    [InlineData("+/+", "/finance", true)]
    [InlineData("/+", "/finance", true)]
    [InlineData("+", "/finance", false)]
    [InlineData("#", "$SYS/broker", false)]
    [InlineData("+/monitor/Clients", "$SYS/monitor/Clients", false)]
    [InlineData("$SYS/#", "$SYS/broker", true)]
    [InlineData("$SYS/monitor/+", "$SYS/monitor/Clients", true)]
    [InlineData("ACCOUNTS", "Accounts", false)]
    [InlineData("/finance", "finance", false)]
    [InlineData("a//b", "a/+/b", false)]
    [InlineData("a/+/b", "a//b", true)]
    [InlineData("a/b", "a/b/c", false)]
    [InlineData("a/b/c", "a/b", false)]
    [InlineData("+/+/#", "a", false)]
    [InlineData("a/$b", "a/$b", true)]
    [InlineData("a/+", "a/$b", true)]
    public void Matches_AsTheStandardSays(string filter, string topic, bool expected)
    {
        Assert.Equal(expected, TopicFilter.Matches(Encoding.UTF8.GetBytes(filter), Encoding.UTF8.GetBytes(topic)));
        Assert.Equal(expected ? [filter] : [], Matched.By(Matched.Tree(filter), topic));
    }

    [Theory]
    [InlineData("")]
    [InlineData("sport/tennis#")]
    [InlineData("sport/tennis/#/ranking")]
    [InlineData("sport+")]
    [InlineData("+sport")]
    [InlineData("a/+b/c")]
    [InlineData("##")]
    [InlineData("#/")]
    [InlineData("a\0b")]
    [InlineData("$share/")]
    [InlineData("$share/name")]
    [InlineData("$share/name/")]
    [InlineData("$share//a")]
    [InlineData("$share/na+me/a")]
    [InlineData("$share/#/a")]
    [InlineData("$share/name/a#")]
    public void FaultOf_WrongFilter_IsNamed(string filter) => Assert.NotNull(TopicFilter.FaultOf(Encoding.UTF8.GetBytes(filter)));

    [Theory]
    [InlineData("#")]
    [InlineData("+")]
    [InlineData("/")]
    [InlineData("+/tennis/#")]
    [InlineData("a/+/+/b")]
    [InlineData("$share")]
    [InlineData("$share/consumer/sport/+/#")]
    [InlineData("$share/consumer//")]
    public void FaultOf_RightFilter_IsNone(string filter) => Assert.Null(TopicFilter.FaultOf(Encoding.UTF8.GetBytes(filter)));

    [Fact]
    public void FaultOf_SharedFilterOf311_MeansNothingSpecial() => Assert.Null(TopicFilter.PlainFaultOf("$share/name"u8));

    [Fact]
    public void TrySplitShared_SharedFilter_NameAndFilter()
    {
        Assert.True(TopicFilter.TrySplitShared("$share/group/a/+"u8, out var name, out var filter));
        Assert.Equal("group"u8, name);
        Assert.Equal("a/+"u8, filter);
        Assert.False(TopicFilter.TrySplitShared("$shared/group/a"u8, out _, out _));
    }
}
