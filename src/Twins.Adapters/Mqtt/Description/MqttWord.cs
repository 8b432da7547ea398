using System.Globalization;
using System.Text;
using Twins.Points;

namespace Twins.Adapters.Mqtt;

/// <summary>A word of a device, ready to be compared with what it sends, and the value that it means.</summary>
internal sealed class MqttWord
{
    private readonly byte[] _text;
    private readonly double? _number;

    public MqttWord(MqttLiteral literal, PointValue value)
    {
        Literal = literal;
        Value = value;
        _text = Encoding.UTF8.GetBytes(literal.Text);
        _number = !literal.IsText && double.TryParse(literal.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    /// <summary>The word as the device writes it.</summary>
    public MqttLiteral Literal { get; }

    /// <summary>What it means.</summary>
    public PointValue Value { get; }

    /// <summary>Whether a bare number is this one.</summary>
    public bool Matches(double number) => _number == number;

    /// <summary>Whether a flag is this one.</summary>
    public bool Matches(bool flag) => !Literal.IsText && Literal.Text == (flag ? "true" : "false");

    /// <summary>Whether a text is this one.</summary>
    public bool Matches(ReadOnlySpan<byte> text) => Literal.IsText && text.SequenceEqual(_text);

    /// <summary>Whether a payload without quotes is this number or flag.</summary>
    public bool MatchesBare(ReadOnlySpan<byte> text) =>
        !Literal.IsText
        && (text.SequenceEqual(_text) || (_number is not null && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && Matches(number)));

    /// <summary>The words of an enum: those of the description, or the members' keys and codes. The first of a member is the one that is written.</summary>
    public static MqttWord[] OfEnum(MqttValue value, PointDefinition definition) => value.EnumMap.Count == 0
        ? [.. definition.Members.Select(member => Member(new MqttLiteral(member.Key, true), member)), .. definition.Members.Select(member => Member(Code(member), member))]
        : [.. value.EnumMap.OrderBy(pair => pair.Key.Text, StringComparer.Ordinal)
            .Select(pair => Member(pair.Key, definition.Members.First(member => member.Key == pair.Value)))];

    /// <summary>The words of a flag: those of the description, or true and false, 1 and 0.</summary>
    public static MqttWord[] OfFlag(MqttValue value) => value is { WhenTrue: { } set, WhenFalse: { } clear }
        ? [new(set, PointValue.FromFlag(true)), new(clear, PointValue.FromFlag(false))]
        :
        [
            new(new MqttLiteral("true", false), PointValue.FromFlag(true)), new(new MqttLiteral("false", false), PointValue.FromFlag(false)),
            new(new MqttLiteral("1", false), PointValue.FromFlag(true)), new(new MqttLiteral("0", false), PointValue.FromFlag(false)),
        ];

    private static MqttWord Member(MqttLiteral literal, EnumMember member) => new(literal, PointValue.FromEnum(member.Code));

    private static MqttLiteral Code(EnumMember member) => new(member.Code.ToString(CultureInfo.InvariantCulture), false);
}
