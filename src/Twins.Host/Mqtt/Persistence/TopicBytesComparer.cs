namespace Twins.Hosting.Mqtt.Persistence;

/// <summary>Compares topic names by their UTF-8 bytes.</summary>
internal sealed class TopicBytesComparer : IEqualityComparer<ReadOnlyMemory<byte>>
{
    public static TopicBytesComparer Instance { get; } = new();

    public bool Equals(ReadOnlyMemory<byte> x, ReadOnlyMemory<byte> y) => x.Span.SequenceEqual(y.Span);

    public int GetHashCode(ReadOnlyMemory<byte> obj)
    {
        var hash = new HashCode();
        hash.AddBytes(obj.Span);
        return hash.ToHashCode();
    }
}
