using System.Text;
using System.Text.Json;

namespace Twins.Adapters.Mqtt.Decoding;

/// <summary>The labels of a SenML record (RFC 8428, section 4.3, table 1).</summary>
internal enum SenmlLabel
{
    BaseName,
    BaseTime,
    BaseUnit,
    BaseValue,
    BaseVersion,
    Name,
    Unit,
    Value,
    StringValue,
    BooleanValue,
    DataValue,
    Time,
}

/// <summary>Recognises labels.</summary>
internal static class SenmlLabels
{
    /// <summary>Number of labels that count.</summary>
    public static readonly int Count = Enum.GetValues<SenmlLabel>().Length;

    private static readonly (byte[] Text, SenmlLabel Label, JsonTokenType Type)[] Known =
    [
        Of("n", SenmlLabel.Name, JsonTokenType.String), Of("u", SenmlLabel.Unit, JsonTokenType.String), Of("v", SenmlLabel.Value, JsonTokenType.Number),
        Of("t", SenmlLabel.Time, JsonTokenType.Number), Of("vs", SenmlLabel.StringValue, JsonTokenType.String),
        Of("vb", SenmlLabel.BooleanValue, JsonTokenType.True), Of("vd", SenmlLabel.DataValue, JsonTokenType.String),
        Of("bn", SenmlLabel.BaseName, JsonTokenType.String), Of("bt", SenmlLabel.BaseTime, JsonTokenType.Number),
        Of("bu", SenmlLabel.BaseUnit, JsonTokenType.String), Of("bv", SenmlLabel.BaseValue, JsonTokenType.Number),
        Of("bver", SenmlLabel.BaseVersion, JsonTokenType.Number),
    ];

    /// <summary>The label at hand; null for one that does not count here, such as sums and update times.</summary>
    public static SenmlLabel? Find(in Utf8JsonReader reader)
    {
        foreach (var (text, label, _) in Known)
        {
            if (reader.ValueTextEquals(text))
            {
                return label;
            }
        }

        return null;
    }

    /// <summary>Whether a label's value is of the type that the standard asks for.</summary>
    public static bool Takes(SenmlLabel label, JsonTokenType type)
    {
        foreach (var (_, known, wanted) in Known)
        {
            if (known == label)
            {
                return type == wanted || (wanted == JsonTokenType.True && type == JsonTokenType.False);
            }
        }

        return false;
    }

    private static (byte[] Text, SenmlLabel Label, JsonTokenType Type) Of(string text, SenmlLabel label, JsonTokenType type) => (Encoding.UTF8.GetBytes(text), label, type);
}
