using System.Text;
using Twins.Protocols.Mqtt.Topics;

namespace Twins.Tests.Protocols.Mqtt.Topics;

public sealed class TopicTreeTests
{
    private static readonly string[] Levels = ["", "a", "b", "c", "$x", "long-level-of-more-than-eight", "+"];

    [Fact]
    public void Match_RandomFilters_FindsWhatEachFilterSays()
    {
        var random = new Random(1);
        var filters = Enumerable.Range(0, 400).Select(_ => RandomFilter(random)).Distinct().ToList();
        var tree = Matched.Tree(filters);
        for (var round = 0; round < 2000; round++)
        {
            var topic = RandomTopic(random);
            var expected = filters.Where(filter => Matches(filter, topic)).Order(StringComparer.Ordinal);
            Assert.Equal(expected, Matched.By(tree, topic).Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public void MatchNames_RandomNames_FindsWhatTheFilterSays()
    {
        var random = new Random(2);
        var names = Enumerable.Range(0, 400).Select(_ => RandomTopic(random)).Distinct().ToList();
        var tree = Matched.Tree(names);
        for (var round = 0; round < 2000; round++)
        {
            var filter = RandomFilter(random);
            var expected = names.Where(name => Matches(filter, name)).Order(StringComparer.Ordinal);
            Assert.Equal(expected, Matched.Names(tree, filter).Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public void Remove_RandomOrder_OnlyTheRemovedAreGone()
    {
        var random = new Random(3);
        var filters = Enumerable.Range(0, 300).Select(_ => RandomFilter(random)).Distinct().ToList();
        var tree = Matched.Tree(filters);
        while (filters.Count > 0)
        {
            var removed = filters[random.Next(filters.Count)];
            filters.Remove(removed);
            Assert.True(tree.Remove(Encoding.UTF8.GetBytes(removed), removed));
            Assert.False(tree.Remove(Encoding.UTF8.GetBytes(removed), removed));
            var topic = RandomTopic(random);
            var expected = filters.Where(filter => Matches(filter, topic)).Order(StringComparer.Ordinal);
            Assert.Equal(expected, Matched.By(tree, topic).Order(StringComparer.Ordinal));
            Assert.Equal(filters.Count, tree.Count);
        }
    }

    [Fact]
    public void Add_SeveralValues_AllFoundAndAnEqualOneReplaced()
    {
        var tree = new TopicTree<string>();
        Assert.True(tree.Add("a/+"u8, "first"));
        Assert.True(tree.Add("a/+"u8, "second"));
        Assert.False(tree.Add("a/+"u8, "first"));
        Assert.Equal(["first", "second"], Matched.By(tree, "a/b"));
        Assert.Equal(2, tree.Count);
        Assert.False(tree.Remove("a/+"u8, "third"));
        Assert.True(tree.Remove("a/+"u8, "first"));
        Assert.Equal(["second"], Matched.By(tree, "a/b"));
    }

    [Fact]
    public void Add_TooManyLevels_Refused()
    {
        var tree = new TopicTree<string>();
        var deepest = new byte[TopicFilter.MaxLevels - 1];
        deepest.AsSpan().Fill((byte)'/');
        Assert.True(tree.Add(deepest, "deepest"));
        var error = Assert.Throws<ArgumentException>(() => tree.Add([.. deepest, (byte)'/'], "deeper"));
        Assert.Contains("129 levels, and 128 are the limit", error.Message, StringComparison.Ordinal);
        Assert.False(tree.Remove([.. deepest, (byte)'/'], "deeper"));
    }

    [Fact]
    public async Task Match_WhileFiltersComeAndGo_AlwaysFindsThoseThatStay()
    {
        var tree = Matched.Tree("site/+/power", "site/meter-1/#");
        using var done = new CancellationTokenSource();
        var searching = Task.Run(() =>
        {
            var searches = 0;
            do
            {
                var found = Matched.By(tree, "site/meter-1/power");
                Assert.Contains("site/+/power", found);
                Assert.Contains("site/meter-1/#", found);
                searches++;
            }
            while (!done.IsCancellationRequested);

            return searches;
        });

        for (var round = 0; round < 20_000; round++)
        {
            var filter = Encoding.UTF8.GetBytes(FormattableString.Invariant($"site/meter-{round % 50}/power"));
            if (!tree.Add(filter, "passing"))
            {
                tree.Remove(filter, "passing");
            }
        }

        await done.CancelAsync();
        Assert.True(await searching > 0);
    }

    private static bool Matches(string filter, string topic) =>
        TopicFilter.Matches(Encoding.UTF8.GetBytes(filter), Encoding.UTF8.GetBytes(topic));

    private static string RandomFilter(Random random)
    {
        var filter = string.Join('/', random.GetItems(Levels, random.Next(1, 6)));
        filter += random.Next(4) == 0 ? "/#" : "";
        return filter.Length == 0 ? "#" : filter;
    }

    private static string RandomTopic(Random random)
    {
        var topic = string.Join('/', random.GetItems(Levels[..^1], random.Next(1, 6)));
        return topic.Length == 0 ? "a" : topic;
    }
}
