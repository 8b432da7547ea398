using System.Globalization;
using System.Text;
using System.Text.Unicode;
using Twins.Devices;
using Twins.Points;
using Twins.Units;

namespace Twins.Adapters.Mqtt;

/// <summary>Turns what a device writes for one point into its value and back, compiled from the description once. Decoding numbers, flags, enums and instants allocates nothing.</summary>
internal sealed class MqttValueCodec
{
    /// <summary>Bytes of a text value; longer ones are refused rather than kept in every twin's memory.</summary>
    public const int MaxTextBytes = 4096;

    private readonly MqttValue _value;
    private readonly PointDefinition _definition;
    private readonly DecimalScale? _scale;
    private readonly MqttWord[] _members;
    private readonly MqttWord? _notAvailable;
    private readonly TimeZoneInfo _site;

    public MqttValueCodec(MqttValue value, PointDefinition definition, TimeZoneInfo site)
    {
        _site = site;
        _value = value;
        _definition = definition;
        _scale = definition.ValueType == PointValueType.Number ? new DecimalScale(value, definition) : null;
        _members = definition.ValueType switch
        {
            PointValueType.Enum => MqttWord.OfEnum(value, definition),
            PointValueType.Flag => MqttWord.OfFlag(value),
            _ => [],
        };
        _notAvailable = value.NotAvailable is { } literal ? new MqttWord(literal, PointValue.None) : null;
    }

    /// <summary>The value of a bare number, as JSON writes it.</summary>
    /// <param name="token">Its digits.</param>
    /// <param name="sent">The unit that the message names; null takes the described one.</param>
    /// <param name="decoded">The value.</param>
    public MqttFaultKind DecodeNumber(ReadOnlySpan<byte> token, Unit? sent, out DecodedValue decoded)
    {
        if (!double.TryParse(token, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
        {
            return Fail(MqttFaultKind.NotANumber, out decoded);
        }

        return DecodeNumber(number, sent, out decoded);
    }

    /// <summary>The value of a number.</summary>
    public MqttFaultKind DecodeNumber(double number, Unit? sent, out DecodedValue decoded)
    {
        if (_notAvailable?.Matches(number) == true)
        {
            decoded = DecodedValue.NotAvailable;
            return MqttFaultKind.None;
        }

        switch (_definition.ValueType)
        {
            case PointValueType.Number:
                var canonical = _scale!.ToCanonical(number, sent);
                decoded = DecodedValue.FromNumber(canonical, _definition.Range);
                return double.IsFinite(canonical) ? MqttFaultKind.None : Fail(MqttFaultKind.NotFinite, out decoded);
            case PointValueType.Time:
                return Instant(TimeText.TryRead(number, _value.TimeFormat, out var time), time, out decoded);
            case PointValueType.Enum or PointValueType.Flag:
                return DecodeMember(number, out decoded);
            default:
                return Fail(MqttFaultKind.WrongType, out decoded);
        }
    }

    /// <summary>The value of a text.</summary>
    /// <param name="text">The text in UTF-8, unescaped.</param>
    /// <param name="isWhole">Whether the text is the whole payload, which may be a number.</param>
    /// <param name="decoded">The value.</param>
    public MqttFaultKind DecodeText(ReadOnlySpan<byte> text, bool isWhole, out DecodedValue decoded)
    {
        if (_notAvailable?.Matches(text) == true)
        {
            decoded = DecodedValue.NotAvailable;
            return MqttFaultKind.None;
        }

        switch (_definition.ValueType)
        {
            case PointValueType.Text:
                return DecodeText(text, out decoded);
            case PointValueType.Time when TimeText.IsIso8601(_value.TimeFormat) || isWhole:
                return Instant(TimeText.TryRead(text, _value.TimeFormat, _site, out var time), time, out decoded);
            case PointValueType.Enum or PointValueType.Flag:
                return DecodeWord(text, isWhole, out decoded);
            case PointValueType.Number when isWhole || _value.IsNumberInText:
                return DecodeNumber(text, null, out decoded);
            default:
                return Fail(MqttFaultKind.WrongType, out decoded);
        }
    }

    /// <summary>The value of true or false.</summary>
    public MqttFaultKind DecodeFlag(bool flag, out DecodedValue decoded)
    {
        if (_notAvailable?.Matches(flag) == true)
        {
            decoded = DecodedValue.NotAvailable;
            return MqttFaultKind.None;
        }

        return _definition.ValueType is PointValueType.Enum or PointValueType.Flag
            ? DecodeMember(flag, out decoded)
            : Fail(MqttFaultKind.WrongType, out decoded);
    }

    private MqttFaultKind DecodeMember(double number, out DecodedValue decoded)
    {
        foreach (var word in _members)
        {
            if (word.Matches(number))
            {
                return Good(word, out decoded);
            }
        }

        return Fail(MqttFaultKind.UnknownMember, out decoded);
    }

    private MqttFaultKind DecodeMember(bool flag, out DecodedValue decoded)
    {
        foreach (var word in _members)
        {
            if (word.Matches(flag))
            {
                return Good(word, out decoded);
            }
        }

        return Fail(MqttFaultKind.UnknownMember, out decoded);
    }

    private MqttFaultKind DecodeWord(ReadOnlySpan<byte> text, bool isWhole, out DecodedValue decoded)
    {
        foreach (var word in _members)
        {
            if (word.Matches(text) || (isWhole && word.MatchesBare(text)))
            {
                return Good(word, out decoded);
            }
        }

        return Fail(MqttFaultKind.UnknownMember, out decoded);
    }

    private static MqttFaultKind DecodeText(ReadOnlySpan<byte> text, out DecodedValue decoded)
    {
        if (text.Length > MaxTextBytes)
        {
            return Fail(MqttFaultKind.TooLong, out decoded);
        }

        if (!Utf8.IsValid(text))
        {
            return Fail(MqttFaultKind.NotUtf8, out decoded);
        }

        decoded = text.IsEmpty ? DecodedValue.NotAvailable : DecodedValue.Good(PointValue.FromText(Encoding.UTF8.GetString(text)));
        return MqttFaultKind.None;
    }

    private static MqttFaultKind Good(MqttWord word, out DecodedValue decoded)
    {
        decoded = DecodedValue.Good(word.Value);
        return MqttFaultKind.None;
    }

    private static MqttFaultKind Instant(bool isRead, Timestamp time, out DecodedValue decoded)
    {
        decoded = DecodedValue.Good(PointValue.FromTime(time));
        return isRead ? MqttFaultKind.None : Fail(MqttFaultKind.NotATime, out decoded);
    }

    private static MqttFaultKind Fail(MqttFaultKind kind, out DecodedValue decoded)
    {
        decoded = DecodedValue.Undecodable;
        return kind;
    }

    /// <summary>What the device writes for a value.</summary>
    /// <param name="value">The value; <see cref="PointValue.None"/> writes what means "not available", or JSON's null.</param>
    /// <param name="decimals">Digits after the decimal point; null for as many as the number has.</param>
    /// <param name="isNumeric">Whether a code is preferred to a word.</param>
    /// <param name="literal">What is written; the text <c>null</c>, unquoted, for nothing.</param>
    /// <returns>Null, or why the device cannot write it.</returns>
    public string? TryEncode(PointValue value, int? decimals, bool isNumeric, out MqttLiteral literal)
    {
        literal = _value.NotAvailable ?? new MqttLiteral("null", false);
        if (!value.HasValue)
        {
            return null;
        }

        if (value.Type != _definition.ValueType)
        {
            return $"'{_definition.Key}' takes {_definition.ValueType.ToString().ToLowerInvariant()}, not {value.Type.ToString().ToLowerInvariant()}";
        }

        switch (value.Type)
        {
            case PointValueType.Number:
                return TryEncodeNumber(value.Number, decimals, out literal);
            case PointValueType.Text:
                literal = new MqttLiteral(value.Text!, true);
                return null;
            case PointValueType.Time:
                literal = TimeText.Write(value.Time, _value.TimeFormat, _site);
                return null;
            default:
                return TryEncodeMember(value, isNumeric, out literal);
        }
    }

    /// <summary>Half of what one step of the device's number means, in the canonical unit; 0 for what is no number.</summary>
    public double HalfStep(double canonical, int? decimals) => _scale is null ? 0
        : decimals is { } digits ? _scale.DifferenceToCanonical(Math.Pow(10, -digits)) * 0.5000001
        : Math.Abs(canonical) * 1e-12;

    private string? TryEncodeMember(PointValue value, bool isNumeric, out MqttLiteral literal)
    {
        var words = _members.Where(word => word.Value == value).ToList();
        var word = words.Find(word => word.Literal.IsText != isNumeric) ?? words.FirstOrDefault();
        literal = word?.Literal ?? default;
        return word is not null ? null : $"the device has no word for member {value.EnumCode.ToString(CultureInfo.InvariantCulture)} of '{_definition.Key}'";
    }

    private string? TryEncodeNumber(double canonical, int? decimals, out MqttLiteral literal)
    {
        var number = _scale!.FromCanonical(canonical);
        number = decimals is { } digits ? Math.Round(number, digits, MidpointRounding.AwayFromZero) : number;
        literal = new MqttLiteral(number.ToString("R", CultureInfo.InvariantCulture), _value.IsNumberInText);
        return double.IsFinite(number) ? null : string.Create(CultureInfo.InvariantCulture, $"'{_definition.Key}' of {canonical} {_definition.Unit} is too great for the device's number");
    }
}
