namespace Twins.Adapters.Mqtt.Decoding;

/// <summary>A described point ready to be decoded.</summary>
/// <param name="Key">Key for messages.</param>
/// <param name="Place">Its pointer or name, for messages.</param>
/// <param name="Codec">Turns what is written into the value.</param>
/// <param name="Slot">Its capture within its scope; −1 where there are no captures.</param>
/// <param name="Conditions">The scope's conditions that a row must meet to be this point's.</param>
/// <param name="IsOfRowPart">Whether the row or the topic says which part it is of; otherwise its ordinal is fixed.</param>
/// <param name="Ordinals">Ordinals in the point table of each definition, by part; a null list where the definition lacks the point.</param>
internal sealed record CompiledPoint(string Key, string Place, MqttValueCodec Codec, int Slot, int[] Conditions, bool IsOfRowPart, int[]?[] Ordinals)
{
    /// <summary>The ordinal of a part's point; −1 when the device does not have it.</summary>
    public int Ordinal(int definition, int part)
    {
        var ordinals = Ordinals[definition];
        var index = IsOfRowPart ? part : 0;
        return ordinals is not null && index >= 0 && index < ordinals.Length ? ordinals[index] : -1;
    }
}
