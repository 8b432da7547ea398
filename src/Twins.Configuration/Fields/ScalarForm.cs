using System.Globalization;
using Twins.Configuration.Yaml;

namespace Twins.Configuration.Fields;

/// <summary>What a scalar is by the YAML 1.2 core schema (section 10.3.2), so that editors and the loader agree.</summary>
public static class ScalarForm
{
    /// <summary>Whether a plain scalar means "nothing".</summary>
    public static bool IsNull(ScalarNode node) => !node.IsQuoted && node.Text is "" or "~" or "null" or "Null" or "NULL";

    /// <summary>Whether the scalar is a text: quoted, or neither null, flag nor number.</summary>
    public static bool IsText(ScalarNode node) => node.IsQuoted || (!IsNull(node) && !TryFlag(node, out _) && !TryNumber(node, out _));

    /// <summary>Reads true or false.</summary>
    public static bool TryFlag(ScalarNode node, out bool value)
    {
        value = node.Text is "true" or "True" or "TRUE";
        return !node.IsQuoted && (value || node.Text is "false" or "False" or "FALSE");
    }

    /// <summary>Reads a finite number, decimal or hexadecimal.</summary>
    public static bool TryNumber(ScalarNode node, out double value)
    {
        if (TryInteger(node, out var integer))
        {
            value = (double)integer;
            return true;
        }

        const NumberStyles Styles = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        value = 0;
        return !node.IsQuoted && double.TryParse(node.Text, Styles, CultureInfo.InvariantCulture, out value) && double.IsFinite(value)
            && node.Text.AsSpan().ContainsAnyInRange('0', '9');
    }

    /// <summary>Reads a whole number, decimal or hexadecimal (<c>0x…</c>).</summary>
    public static bool TryInteger(ScalarNode node, out Int128 value)
    {
        value = 0;
        if (node.IsQuoted)
        {
            return false;
        }

        return node.Text.StartsWith("0x", StringComparison.Ordinal)
            ? TryHexadecimal(node.Text.AsSpan(2), out value)
            : Int128.TryParse(node.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);
    }

    private static bool TryHexadecimal(ReadOnlySpan<char> digits, out Int128 value)
    {
        var read = ulong.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var bits);
        value = bits;
        return read;
    }
}
