using System.Collections.Frozen;
using System.Globalization;
using Twins.Devices;
using Twins.Points;
using Twins.Units;

namespace Twins.Adapters.Modbus;

/// <summary>Turns the registers of one point into its value and back, compiled from the description once.</summary>
public sealed class ModbusCodec
{
    // The years 1 to 9999, in seconds since 1970: what RFC 3339 can write.
    private const double FirstSecond = -62_135_596_800;
    private const double EndSecond = 253_402_300_800;

    private readonly ModbusPoint _point;
    private readonly PointDefinition _definition;
    private readonly NumberCodec? _number;
    private readonly FrozenDictionary<long, int>? _memberOfCode;
    private readonly FrozenDictionary<int, long>? _codeOfMember;

    /// <summary>Compiles a description that the loader has checked against the type's point.</summary>
    /// <param name="point">Where and how the value lies.</param>
    /// <param name="definition">What the value means.</param>
    public ModbusCodec(ModbusPoint point, PointDefinition definition)
    {
        _point = point;
        _definition = definition;
        _number = definition.ValueType switch
        {
            PointValueType.Number => new NumberCodec(definition.Key, point, point.Unit ?? definition.Unit!, definition.Range),
            PointValueType.Time => new NumberCodec(definition.Key, point, point.Unit ?? QuantityCatalog.Duration.Canonical, null),
            _ => null,
        };
        if (definition.ValueType == PointValueType.Enum)
        {
            var codes = Codes(point, definition);
            _memberOfCode = codes.ToFrozenDictionary(pair => pair.Code, pair => pair.Member);

            // Several device codes may mean one member; the least is written.
            _codeOfMember = codes.GroupBy(pair => pair.Member).ToFrozenDictionary(group => group.Key, group => group.Min(pair => pair.Code));
        }
    }

    /// <summary>Registers that the value takes; 1 for a coil or discrete input.</summary>
    public int Count => RegisterWidth.Of(_point);

    /// <summary>Whether the value shares its register with others.</summary>
    public bool IsBitField => _point.FirstBit is not null;

    /// <summary>The value that registers mean.</summary>
    /// <param name="registers">Exactly <see cref="Count"/> registers.</param>
    /// <param name="exponent">Exponent of the scale factor; 0 without one.</param>
    public DecodedValue Decode(ReadOnlySpan<ushort> registers, int exponent)
    {
        if (_point.Data == RegisterDataType.Text)
        {
            var text = RegisterWords.ReadText(registers, _point.Bytes);
            return text switch
            {
                null => DecodedValue.Undecodable,
                "" => DecodedValue.NotAvailable,
                _ => DecodedValue.Good(PointValue.FromText(text)),
            };
        }

        return DecodeRaw(RegisterWords.Read(registers, _point.Words, _point.Bytes), exponent);
    }

    /// <summary>The value that a coil or discrete input means.</summary>
    /// <param name="bit">On or off.</param>
    public DecodedValue Decode(bool bit) => DecodeRaw(bit ? 1UL : 0UL, 0);

    /// <summary>Puts a value into registers. A bit field leaves the other bits as they are.</summary>
    /// <param name="value">The value; <see cref="PointValue.None"/> writes the not-available pattern.</param>
    /// <param name="exponent">Exponent of the scale factor; 0 without one.</param>
    /// <param name="registers">Exactly <see cref="Count"/> registers; unchanged when there is an error.</param>
    /// <returns>Null, or why the registers cannot hold the value, naming value and limits.</returns>
    public string? TryEncode(PointValue value, int exponent, Span<ushort> registers)
    {
        if (_point.Data == RegisterDataType.Text)
        {
            var limit = (registers.Length * 2).ToString(CultureInfo.InvariantCulture);
            return RegisterWords.TryWriteText(value.Text ?? "", registers, _point.Bytes)
                ? null
                : $"'{_definition.Key}' of '{value.Text}' is longer than {limit} bytes";
        }

        if (TryEncodeRaw(value, exponent, out var raw) is { } error)
        {
            return error;
        }

        if (_point.FirstBit is { } first && value.HasValue)
        {
            var mask = Mask << first;
            raw = (RegisterWords.Read(registers, _point.Words, _point.Bytes) & ~mask) | ((raw << first) & mask);
        }

        RegisterWords.Write(raw, registers, _point.Words, _point.Bytes);
        return null;
    }

    /// <summary>Turns a value into the state of a coil or discrete input.</summary>
    /// <param name="value">The value.</param>
    /// <param name="bit">On or off.</param>
    /// <returns>Null, or why a bit cannot hold the value.</returns>
    public string? TryEncode(PointValue value, out bool bit)
    {
        var error = TryEncodeRaw(value, 0, out var raw);
        bit = raw != 0;
        return error ?? (raw > 1 ? $"'{_definition.Key}' is {raw.ToString(CultureInfo.InvariantCulture)}, and a bit holds 0 to 1" : null);
    }

    /// <summary>The masks by which function 22 sets a bit field of one register: <c>(content AND and) OR (or AND NOT and)</c>.</summary>
    /// <param name="value">The value.</param>
    /// <param name="andMask">Bits to keep.</param>
    /// <param name="orMask">What the other bits become.</param>
    /// <returns>Null, or why the bits cannot hold the value.</returns>
    /// <exception cref="InvalidOperationException">This is no bit field of one register.</exception>
    public string? TryEncodeMask(PointValue value, out ushort andMask, out ushort orMask)
    {
        if (!IsBitField || Count != 1)
        {
            throw new InvalidOperationException($"'{_definition.Key}' is no bit field of one register.");
        }

        Span<ushort> ones = [ushort.MaxValue];
        Span<ushort> zeros = [0];
        var error = TryEncode(value, 0, ones) ?? TryEncode(value, 0, zeros);

        // Bits that both results share were set; those that differ were kept.
        andMask = (ushort)(ones[0] ^ zeros[0]);
        orMask = (ushort)(ones[0] & zeros[0]);
        return error;
    }

    /// <summary>Whether a value that was read back is the one asked for: within the tolerance, or half a step of the register.</summary>
    internal bool IsSame(PointValue requested, PointValue readBack, double tolerance, int exponent)
    {
        if (requested.Type != PointValueType.Number || readBack.Type != PointValueType.Number)
        {
            return requested.HasValue && requested == readBack;
        }

        var step = _number!.StepAt(requested.Number, exponent);
        return Math.Abs(requested.Number - readBack.Number) <= Math.Max(tolerance, step * 0.5000001);
    }

    private ulong Mask => (1UL << _point.BitCount) - 1;

    private DecodedValue DecodeRaw(ulong raw, int exponent)
    {
        if (raw == _point.NotAvailable)
        {
            return DecodedValue.NotAvailable;
        }

        if (_point.FirstBit is { } first)
        {
            raw = (raw >> first) & Mask;
        }

        return _definition.ValueType switch
        {
            PointValueType.Number => _number!.Decode(raw, exponent),
            PointValueType.Flag => DecodedValue.Good(PointValue.FromFlag(raw != 0)),
            PointValueType.Enum => _memberOfCode!.TryGetValue(ToCode(raw), out var member)
                ? DecodedValue.Good(PointValue.FromEnum(member))
                : DecodedValue.Undecodable,
            PointValueType.Time => DecodeTime(_number!.ToCanonical(raw, exponent)),
            _ => DecodedValue.Undecodable,
        };
    }

    private static DecodedValue DecodeTime(double seconds) => seconds is >= FirstSecond and < EndSecond
        ? DecodedValue.Good(PointValue.FromTime(new Timestamp((long)Math.Round(seconds * 1e6))))
        : DecodedValue.Undecodable;

    private long ToCode(ulong raw) => _point.Data switch
    {
        _ when IsBitField => (long)raw,
        RegisterDataType.Int16 => (short)raw,
        RegisterDataType.Int32 => (int)raw,
        _ => unchecked((long)raw),
    };

    private string? TryEncodeRaw(PointValue value, int exponent, out ulong raw)
    {
        raw = 0;
        switch (value.Type)
        {
            case PointValueType.None:
                return TryEncodeNothing(out raw);
            case var type when type != _definition.ValueType:
                return $"'{_definition.Key}' takes {_definition.ValueType.ToString().ToLowerInvariant()}, not {type.ToString().ToLowerInvariant()}";
            case PointValueType.Flag:
                raw = value.Flag ? 1UL : 0UL;
                return null;
            case PointValueType.Enum when _codeOfMember!.TryGetValue(value.EnumCode, out var code):
                raw = unchecked((ulong)code) & (ulong.MaxValue >> (64 - RegisterWidth.BitsOf(_point.Data)));
                return null;
            case PointValueType.Enum:
                return $"the device has no code for member {value.EnumCode.ToString(CultureInfo.InvariantCulture)} of '{_definition.Key}'";
            default:
                var number = value.Type == PointValueType.Time ? value.Time.Microseconds / 1e6 : value.Number;
                var error = _number!.TryEncode(number, exponent, out raw);
                return error ?? (!IsBitField && raw == _point.NotAvailable ? $"'{_definition.Key}' of {number.ToString(CultureInfo.InvariantCulture)} would read as \"not available\"" : null);
        }
    }

    private string? TryEncodeNothing(out ulong raw)
    {
        var isFloat = _point.Data is RegisterDataType.Float32 or RegisterDataType.Float64;
        var pattern = _point.NotAvailable ?? (isFloat ? SunSpec.NotImplemented(_point.Data) : null);
        raw = pattern ?? 0;
        return pattern is null ? $"the device has no pattern that means \"not available\" for '{_definition.Key}'" : null;
    }

    private static List<(long Code, int Member)> Codes(ModbusPoint point, PointDefinition definition) => point.EnumMap.Count == 0
        ? [.. definition.Members.Select(member => ((long)member.Code, member.Code))]
        : [.. point.EnumMap.Select(pair => (pair.Key, definition.Members.First(member => member.Key == pair.Value).Code))];
}
