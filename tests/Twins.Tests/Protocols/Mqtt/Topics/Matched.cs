using System.Text;
using Twins.Protocols.Mqtt.Topics;

namespace Twins.Tests.Protocols.Mqtt.Topics;

/// <summary>Collects what a search finds.</summary>
internal readonly struct Matched(List<string> found) : ITopicMatches<string>
{
    public void Add(ReadOnlySpan<string> values) => found.AddRange(values);

    public static TopicTree<string> Tree(params IEnumerable<string> filters)
    {
        var tree = new TopicTree<string>();
        foreach (var filter in filters)
        {
            tree.Add(Encoding.UTF8.GetBytes(filter), filter);
        }

        return tree;
    }

    public static List<string> By(TopicTree<string> tree, string topic)
    {
        var found = new List<string>();
        var matches = new Matched(found);
        tree.Match(Encoding.UTF8.GetBytes(topic), ref matches);
        return found;
    }

    public static List<string> Names(TopicTree<string> tree, string filter)
    {
        var found = new List<string>();
        var matches = new Matched(found);
        tree.MatchNames(Encoding.UTF8.GetBytes(filter), ref matches);
        return found;
    }
}
