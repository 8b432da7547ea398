namespace Twins.Protocols.Mqtt.Topics;

/// <summary>Cuts a topic name or filter into its levels, one after another; a level may be empty.</summary>
internal ref struct TopicLevels(ReadOnlySpan<byte> topic)
{
    private ReadOnlySpan<byte> _rest = topic;

    /// <summary>Whether all levels were taken.</summary>
    public bool AtEnd { get; private set; }

    /// <summary>Takes the next level.</summary>
    public bool TryNext(out ReadOnlySpan<byte> level)
    {
        if (AtEnd)
        {
            level = default;
            return false;
        }

        var length = _rest.IndexOf((byte)'/');
        AtEnd = length < 0;
        level = AtEnd ? _rest : _rest[..length];
        _rest = AtEnd ? default : _rest[(length + 1)..];
        return true;
    }
}
