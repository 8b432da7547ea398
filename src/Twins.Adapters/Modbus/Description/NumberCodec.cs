using System.Globalization;
using Twins.Devices;
using Twins.Points;
using Twins.Units;

namespace Twins.Adapters.Modbus;

/// <summary>Turns raw bits into a number in the canonical unit and back: data type, scale, offset, unit, sign and range.</summary>
internal sealed class NumberCodec
{
    private readonly string _key;
    private readonly RegisterDataType _data;
    private readonly int _bits;
    private readonly bool _isBitField;
    private readonly DecimalFactor _factor;
    private readonly bool _isLinear;
    private readonly double _offset;
    private readonly Unit _unit;
    private readonly bool _negates;
    private readonly NumberRange? _range;

    public NumberCodec(string key, ModbusPoint point, Unit unit, NumberRange? range)
    {
        _key = key;
        _data = point.Data;
        _isBitField = point.FirstBit is not null;
        _bits = _isBitField ? point.BitCount : RegisterWidth.BitsOf(point.Data);
        _unit = unit;
        _offset = point.Offset;

        // Without an offset, scale and unit are one factor: a whole number in the register is rounded once.
        _isLinear = point.Offset == 0 && unit.Offset == 0;
        _factor = _isLinear ? DecimalFactor.Of(point.Scale, unit.Conversion.Multiplier, unit.Conversion.Divisor) : DecimalFactor.Of(point.Scale, 1, 1);
        _negates = point.Sign == SignConvention.ChargePositive;
        _range = range;
    }

    /// <summary>The number that raw bits mean; NaN and infinities mean "not available".</summary>
    public DecodedValue Decode(ulong raw, int exponent) => DecodedValue.FromNumber(ToCanonical(raw, exponent), _range);

    /// <summary>The number in the canonical unit; NaN or infinite when the device's float is.</summary>
    public double ToCanonical(ulong raw, int exponent)
    {
        var number = _factor.Apply(ToNumber(raw), exponent);
        number = _isLinear ? number : _unit.ToCanonical(number + _offset);

        // Zero stays zero: −0 would show as "-0" and differ from what was sent.
        return _negates && number != 0 ? -number : number;
    }

    /// <summary>The size of one step of a whole number, in the canonical unit; of a float, the step at the given value.</summary>
    public double StepAt(double canonical, int exponent) => _data switch
    {
        RegisterDataType.Float32 => Math.Abs(canonical) * 1e-6,
        RegisterDataType.Float64 => Math.Abs(canonical) * 1e-14,
        _ when _isLinear => Math.Abs(_factor.Apply(1, exponent)),
        _ => Math.Abs(_unit.DifferenceToCanonical(_factor.Apply(1, exponent))),
    };

    /// <summary>The raw bits of a number; an error that names value and limits when they cannot hold it.</summary>
    public string? TryEncode(double canonical, int exponent, out ulong raw)
    {
        var signed = _negates ? -canonical : canonical;
        var number = _factor.Undo(_isLinear ? signed : _unit.FromCanonical(signed) - _offset, exponent);
        switch (_data)
        {
            case RegisterDataType.Float32:
                raw = BitConverter.SingleToUInt32Bits((float)number);
                return float.IsFinite((float)number) ? null : Refusal(canonical, number, float.MinValue, float.MaxValue);
            case RegisterDataType.Float64:
                raw = BitConverter.DoubleToUInt64Bits(number);
                return double.IsFinite(number) ? null : Refusal(canonical, number, double.MinValue, double.MaxValue);
            default:
                return TryEncodeInteger(canonical, Math.Round(number, MidpointRounding.AwayFromZero), out raw);
        }
    }

    private string? TryEncodeInteger(double canonical, double number, out ulong raw)
    {
        var isSigned = IsSigned;
        var minimum = isSigned ? -Math.ScaleB(1, _bits - 1) : 0;
        var end = Math.ScaleB(1, isSigned ? _bits - 1 : _bits);
        raw = 0;
        if (!(number >= minimum && number < end))
        {
            return Refusal(canonical, number, minimum, end - 1);
        }

        raw = isSigned ? unchecked((ulong)(long)number) : (ulong)number;
        raw &= _bits == 64 ? ulong.MaxValue : (1UL << _bits) - 1;
        return null;
    }

    private bool IsSigned => !_isBitField && _data is RegisterDataType.Int16 or RegisterDataType.Int32 or RegisterDataType.Int64;

    private double ToNumber(ulong raw) => _data switch
    {
        _ when _isBitField => raw,
        RegisterDataType.Int16 => (short)raw,
        RegisterDataType.Int32 => (int)raw,
        RegisterDataType.Int64 => (long)raw,
        RegisterDataType.Float32 => BitConverter.UInt32BitsToSingle((uint)raw),
        RegisterDataType.Float64 => BitConverter.UInt64BitsToDouble(raw),
        _ => raw,
    };

    private string Refusal(double canonical, double number, double minimum, double maximum)
    {
        var data = _isBitField ? $"{_bits.ToString(CultureInfo.InvariantCulture)} bits" : _data.ToString().ToLowerInvariant();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"'{_key}' of {canonical} {_unit.Quantity.Canonical} is {number} in the register, and {data} hold {minimum} to {maximum}");
    }
}

/// <summary>
/// A factor as mantissa × 10^exponent, so that 1234 × 0.1 is the number nearest to 123.4: a register's step is decimal, and
/// the factor 0.1 itself cannot be held exactly.
/// </summary>
internal readonly struct DecimalFactor
{
    // Decimals of a scale; with 6 of a unit and 10 of a scale factor they stay within the powers held here.
    private const int MostDecimals = 12;

    private static readonly double[] Powers = [.. Enumerable.Range(0, 29).Select(power => double.Parse($"1e{power}", System.Globalization.CultureInfo.InvariantCulture))];

    private readonly double _mantissa;
    private readonly int _exponent;
    private readonly double _divisor;

    private DecimalFactor(double mantissa, int exponent, double divisor)
    {
        _mantissa = mantissa;
        _exponent = exponent;
        _divisor = divisor;
    }

    /// <summary>Takes a factor apart; one that is not a short decimal stays as it is.</summary>
    /// <param name="factor">The factor, 1e-10 to 1e12.</param>
    /// <param name="multiplier">A whole number by which it is multiplied.</param>
    /// <param name="divisor">A whole number by which it is divided.</param>
    public static DecimalFactor Of(double factor, double multiplier, double divisor)
    {
        var (mantissa, exponent) = (factor, 0);
        var number = factor is >= 1e-10 and <= 1e12 ? (decimal)factor : 0;
        if (number.Scale <= MostDecimals)
        {
            var whole = (double)(number * (decimal)Powers[number.Scale]);
            (mantissa, exponent) = whole / Powers[number.Scale] == factor ? (whole, -number.Scale) : (mantissa, exponent);
        }

        var power = Array.IndexOf(Powers, divisor);
        return power < 0 ? new(mantissa * multiplier, exponent, divisor) : new(mantissa * multiplier, exponent - power, 1);
    }

    /// <summary>raw × factor × 10^exponent, with one rounding where the numbers allow.</summary>
    public double Apply(double raw, int exponent)
    {
        var power = exponent + _exponent;
        return power >= 0 ? raw * _mantissa * Powers[power] / _divisor : raw * _mantissa / (Powers[-power] * _divisor);
    }

    /// <summary>value ÷ (factor × 10^exponent).</summary>
    public double Undo(double value, int exponent)
    {
        var power = exponent + _exponent;
        return power >= 0 ? value * _divisor / (_mantissa * Powers[power]) : value * Powers[-power] * _divisor / _mantissa;
    }
}

/// <summary>Facts of the SunSpec Device Information Model Specification, version 1.1.</summary>
public static class SunSpec
{
    /// <summary>Least exponent of a scale factor (section 6.3.2, sunssf).</summary>
    public const int LeastExponent = -10;

    /// <summary>Greatest exponent of a scale factor.</summary>
    public const int GreatestExponent = 10;

    /// <summary>A scale factor register that is not implemented.</summary>
    public const ushort ScaleFactorNotImplemented = 0x8000;

    /// <summary>The pattern of a point that is not implemented (section 6.4.1); null for texts, which are then empty, and for coils.</summary>
    /// <param name="data">The data type.</param>
    public static ulong? NotImplemented(RegisterDataType data) => data switch
    {
        RegisterDataType.UInt16 => 0xFFFF,
        RegisterDataType.Int16 => 0x8000,
        RegisterDataType.UInt32 => 0xFFFF_FFFF,
        RegisterDataType.Int32 => 0x8000_0000,
        RegisterDataType.UInt64 => 0xFFFF_FFFF_FFFF_FFFF,
        RegisterDataType.Int64 => 0x8000_0000_0000_0000,
        RegisterDataType.Float32 => 0x7FC0_0000,
        RegisterDataType.Float64 => 0x7FF8_0000_0000_0000,
        _ => null,
    };
}
