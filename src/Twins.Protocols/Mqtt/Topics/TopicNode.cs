namespace Twins.Protocols.Mqtt.Topics;

/// <summary>
/// One level of the filters in a <see cref="TopicTree{T}"/>. Read by anybody at any time, changed by one at a time: what readers
/// see is replaced whole.
/// </summary>
internal sealed class TopicNode<T>(byte[] level, uint hash)
{
    private volatile TopicNode<T>? _oneLevel;
    private volatile T[] _values = [];
    private volatile T[] _valuesBelow = [];

    /// <summary>The level as UTF-8.</summary>
    public byte[] Level { get; } = level;

    public uint Hash { get; } = hash;

    /// <summary>The nodes of the next level, by its text.</summary>
    public TopicNodeTable<T> Children { get; } = new();

    /// <summary>The node of <c>+</c> on the next level.</summary>
    public TopicNode<T>? OneLevel
    {
        get => _oneLevel;
        set => _oneLevel = value;
    }

    /// <summary>The values of the filter that ends here.</summary>
    public T[] Values
    {
        get => _values;
        set => _values = value;
    }

    /// <summary>The values of the filter that goes on with <c>#</c>.</summary>
    public T[] ValuesBelow
    {
        get => _valuesBelow;
        set => _valuesBelow = value;
    }

    public bool IsEmpty => _values.Length == 0 && _valuesBelow.Length == 0 && _oneLevel is null && Children.Count == 0;
}
