namespace Twins.Protocols.Mqtt.Topics;

/// <summary>Takes what a search in a <see cref="TopicTree{T}"/> finds.</summary>
/// <typeparam name="T">What the tree holds.</typeparam>
public interface ITopicMatches<T>
{
    /// <summary>Takes the values of one filter (or topic name) that matches; called once for each such filter.</summary>
    /// <param name="values">The values, at least one; valid during the call.</param>
    void Add(ReadOnlySpan<T> values);
}
