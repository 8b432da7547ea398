using Twins.Units;

namespace Twins.Adapters.Mqtt.Decoding;

/// <summary>What a resolved SenML name means.</summary>
/// <param name="Device">The device that the name is of; −1 when the topic says.</param>
/// <param name="Point">The point.</param>
/// <param name="Units">The symbols that measure the point; empty for what is no number.</param>
internal sealed record SenmlPoint(int Device, CompiledPoint Point, (byte[] Symbol, Unit Unit)[] Units)
{
    /// <summary>The unit of a symbol; false when it does not measure the point.</summary>
    public bool TryGetUnit(ReadOnlySpan<byte> symbol, out Unit? unit)
    {
        foreach (var (known, candidate) in Units)
        {
            if (symbol.SequenceEqual(known))
            {
                unit = candidate;
                return true;
            }
        }

        unit = null;
        return false;
    }
}
