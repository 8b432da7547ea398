using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Twins.Devices;
using Twins.Points;
using Twins.Units;

namespace Twins.Adapters.Mqtt;

/// <summary>How a device writes a value: the same for what it reports and for what it is told. Number × scale + offset, in <see cref="Unit"/>, then to canonical.</summary>
public sealed record MqttValue
{
    /// <summary>Unit of the device's number; null for what has none. A SenML record that names its own unit is taken at its word.</summary>
    public Unit? Unit { get; init; }

    /// <summary>Factor from the device's number to <see cref="Unit"/>.</summary>
    public double Scale { get; init; } = 1;

    /// <summary>Offset in <see cref="Unit"/>, added after scaling.</summary>
    public double Offset { get; init; }

    /// <summary>Sign convention.</summary>
    public SignConvention Sign { get; init; }

    /// <summary>What means "not available" beside JSON's null; null when there is nothing else.</summary>
    public MqttLiteral? NotAvailable { get; init; }

    /// <summary>Whether JSON writes the number as a text, such as <c>"23.5"</c>.</summary>
    public bool IsNumberInText { get; init; }

    /// <summary>What the device writes → member key, for enums whose words differ from the type's keys and codes; empty when they agree.</summary>
    public ImmutableDictionary<MqttLiteral, string> EnumMap { get; init; } = ImmutableDictionary<MqttLiteral, string>.Empty;

    /// <summary>What a flag says when it is set; null takes true, or 1.</summary>
    public MqttLiteral? WhenTrue { get; init; }

    /// <summary>What a flag says when it is not set; null takes false, or 0.</summary>
    public MqttLiteral? WhenFalse { get; init; }

    /// <summary>How a point that is an instant is written.</summary>
    public MqttTimeFormat TimeFormat { get; init; }
}

/// <summary>What a device writes for something: a text, a number, or true and false.</summary>
/// <param name="Text">The text, or the number or flag as JSON writes it.</param>
/// <param name="IsText">Whether it is a text: a JSON string. Otherwise it is a bare number, or true or false.</param>
public readonly record struct MqttLiteral(string Text, bool IsText)
{
    /// <inheritdoc/>
    public override string ToString() => IsText ? $"\"{Text}\"" : Text;
}

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
