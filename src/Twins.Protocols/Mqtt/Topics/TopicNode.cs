namespace Twins.Protocols.Mqtt.Topics;

/// <summary>
/// One level of the filters in a <see cref="TopicTree{T}"/>. Read by anybody at any time, changed by one at a time: what readers
/// see is replaced whole.
/// </summary>
internal sealed class TopicNode<T>(byte[] level, uint hash)
{
    private volatile TopicNodeTable<T>? _children;
    private volatile TopicNode<T>? _oneLevel;
    private volatile T[] _values = [];
    private volatile T[] _valuesBelow = [];

    /// <summary>The level as UTF-8.</summary>
    public byte[] Level { get; } = level;

    public uint Hash { get; } = hash;

    /// <summary>The nodes of the next level, by its text; <see langword="null"/> as long as there are none: most nodes are leaves.</summary>
    public TopicNodeTable<T>? Children => _children;

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

    public bool IsEmpty => _values.Length == 0 && _valuesBelow.Length == 0 && _oneLevel is null && _children is null;

    /// <summary>Adds a node of the next level that is not there yet.</summary>
    public void AddChild(TopicNode<T> child)
    {
        var children = _children ?? new TopicNodeTable<T>();
        children.Add(child);
        _children = children;
    }

    /// <summary>Removes a node of the next level that is there.</summary>
    public void RemoveChild(TopicNode<T> child)
    {
        _children!.Remove(child);
        if (_children.Count == 0)
        {
            _children = null;
        }
    }
}
