using Twins.Protocols.Mqtt.Topics;
using Twins.Tests.Protocols.Modbus.Fuzz;

namespace Twins.Tests.Protocols.Mqtt.Fuzz;

/// <summary>Feeds damaged filters and names to the topic tree, and checks its searches against <see cref="TopicFilter.Matches"/>.</summary>
internal static class TopicFuzz
{
    private static readonly byte[][] Filters =
        ["a/+/b/#"u8.ToArray(), "#"u8.ToArray(), "+"u8.ToArray(), "$SYS/+"u8.ToArray(), "/a//+"u8.ToArray(), "$share/g/a/#"u8.ToArray()];

    private static readonly byte[][] Names =
        ["a/x/b/c"u8.ToArray(), "a"u8.ToArray(), "$SYS/x"u8.ToArray(), "/a//b"u8.ToArray(), "a/x/b"u8.ToArray()];

    /// <summary>Runs one pair; what is done wrong is thrown.</summary>
    /// <returns>Whether both were valid.</returns>
    public static bool Run(Random random)
    {
        var filter = ByteMutator.Mutate(Filters[random.Next(Filters.Length)], random);
        var name = ByteMutator.Mutate(Names[random.Next(Names.Length)], random);
        if (TopicFilter.FaultOf(filter) is not null || TopicName.FaultOf(name) is not null || TopicFilter.IsShared(filter)
            || TopicFilter.CountLevels(filter) > TopicFilter.MaxLevels || TopicFilter.CountLevels(name) > TopicFilter.MaxLevels)
        {
            return false;
        }

        var expected = TopicFilter.Matches(filter, name);
        Demand(Finds(filter, name, byFilter: false) == expected, "A search by name", filter, name);
        Demand(Finds(name, filter, byFilter: true) == expected, "A search by filter", filter, name);
        return true;
    }

    private static bool Finds(byte[] stored, byte[] sought, bool byFilter)
    {
        var tree = new TopicTree<int>();
        tree.Add(stored, 1);
        var found = default(Counter);
        if (byFilter)
        {
            tree.MatchNames(sought, ref found);
        }
        else
        {
            tree.Match(sought, ref found);
        }

        Demand(found.Count <= 1, "A search finds one value twice", stored, sought);
        Demand(tree.Remove(stored, 1) && tree.Count == 0, "A removal", stored, sought);
        return found.Count == 1;
    }

    private static void Demand(bool condition, string subject, byte[] filter, byte[] name)
    {
        if (!condition)
        {
            throw new InvalidOperationException($"{subject} errs: {Convert.ToHexString(filter)}, {Convert.ToHexString(name)}.");
        }
    }

    private struct Counter : ITopicMatches<int>
    {
        public int Count { get; private set; }

        public void Add(ReadOnlySpan<int> values) => Count += values.Length;
    }
}
