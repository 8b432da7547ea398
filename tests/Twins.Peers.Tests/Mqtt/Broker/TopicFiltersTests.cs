using Twins.Adapters.Mqtt.Broker.Access;

namespace Twins.Peers.Tests.Mqtt.Broker;

/// <summary>Topic filters (MQTT 5.0, section 4.7), placeholders and patterns of command topics.</summary>
public sealed class TopicFiltersTests
{
    [Theory]
    [InlineData("#", "a/b", true)]
    [InlineData("#", "$SYS/a", false)]
    [InlineData("a/#", "a", true)]
    [InlineData("a/+", "a", false)]
    [InlineData("a/+", "a/#", false)]
    [InlineData("a/#", "a/+/c", true)]
    [InlineData("a/+/c", "a/b/c", true)]
    [InlineData("a/b", "a/+", false)]
    public void Covers_SaysWhetherOneFilterHoldsAnother(string granted, string asked, bool covers) => Assert.Equal(covers, TopicFilters.Covers(granted, asked));

    [Theory]
    [InlineData("m/{username}/#", "m/ann/#")]
    [InlineData("m/%u/%c", "m/ann/c-1")]
    [InlineData("m/100%u", "m/100%u")]
    public void For_FillsPlaceholdersIn(string filter, string granted) => Assert.Equal(granted, TopicFilters.For(filter, "ann", "c-1"));

    [Theory]
    [InlineData("a/b")]
    [InlineData("#")]
    [InlineData("")]
    public void For_ValueThatWouldChangeTheLevels_GrantsNothing(string name) => Assert.Null(TopicFilters.For("m/%u", name, "c-1"));

    [Theory]
    [InlineData("a/#", true)]
    [InlineData("a/#/b", false)]
    [InlineData("a+/b", false)]
    [InlineData("", false)]
    [InlineData("/", true)]
    public void IsFilter_WildcardsAreWholeLevels(string filter, bool isFilter) => Assert.Equal(isFilter, TopicFilters.IsFilter(filter));

    [Theory]
    [InlineData("#/set", "a/b/set", true)]
    [InlineData("#/set", "set", true)]
    [InlineData("#/set", "a/reset", false)]
    [InlineData("#/set", "a/set/b", false)]
    [InlineData("#/cmd/+", "a/cmd/1", true)]
    [InlineData("a/+/set", "a/b/set", true)]
    public void MatchesPattern_AnyLevelsInFront(string pattern, string topic, bool matches) => Assert.Equal(matches, TopicFilters.MatchesPattern(pattern, topic));
}
