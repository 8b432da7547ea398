using Twins.Adapters.Mqtt;
using Twins.Readings;

namespace Twins.Adapters.Mqtt;

/// <summary>What arrived for one device.</summary>
internal enum ArrivalKind
{
    /// <summary>Readings.</summary>
    Readings,

    /// <summary>Its birth message: it is there.</summary>
    Birth,

    /// <summary>Its will, or a farewell of the same words: it is gone.</summary>
    Will,
}

/// <summary>Something that arrived for one device, in the order in which it arrived.</summary>
/// <param name="Device">Index of the device on the connection.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Batch">The readings; null for a birth or a will.</param>
/// <param name="Receipt">Who is to be told once the twin has them; null when nobody is.</param>
/// <param name="IsLive">Whether the device itself just said so, rather than the broker what it had kept.</param>
internal readonly record struct Arrival(int Device, ArrivalKind Kind, ReadingBatch? Batch, BatchReceipt? Receipt, bool IsLive);

/// <summary>All that was read at once, on its way from the client's reading loop into the grain's turns; used again and again.</summary>
internal sealed class Arrivals
{
    private readonly List<Arrival> _items = [];
    private readonly List<MqttAnswer> _answers = [];

    /// <summary>What arrived, in order.</summary>
    public IReadOnlyList<Arrival> Items => _items;

    /// <summary>Answers to commands, in order.</summary>
    public IReadOnlyList<MqttAnswer> Answers => _answers;

    public bool IsEmpty => _items.Count == 0 && _answers.Count == 0;

    public void Add(in Arrival arrival) => _items.Add(arrival);

    public void Add(MqttAnswer answer) => _answers.Add(answer);

    public void Clear()
    {
        _items.Clear();
        _answers.Clear();
    }
}
