using System.Globalization;
using System.Text.Json.Nodes;
using Twins.Configuration.Yaml;

namespace Twins.Configuration.Fields;

/// <summary>Reads a text of bounded length.</summary>
public sealed class WordsReader(int mostCharacters = 500) : ValueReader<string>
{
    /// <inheritdoc/>
    public override string Expectation => "a text";

    /// <inheritdoc/>
    public override bool TryRead(Node node, ReadingContext context, out string value)
    {
        value = "";
        if (node is not ScalarNode scalar || !ScalarForm.IsText(scalar))
        {
            var fix = node is ScalarNode { Text.Length: > 0 } plain ? $"put it in quotes: \"{plain.Text}\"" : null;
            return Expect(node, context, out value, fix);
        }

        if (scalar.Text.Length == 0 || scalar.Text.Length > mostCharacters)
        {
            var limit = mostCharacters.ToString(CultureInfo.InvariantCulture);
            context.Error(node.Place, $"a text of {scalar.Text.Length.ToString(CultureInfo.InvariantCulture)} characters", $"write 1 to {limit}");
            return false;
        }

        value = scalar.Text;
        return true;
    }

    /// <inheritdoc/>
    public override JsonObject Schema() => new() { ["type"] = "string", ["minLength"] = 1, ["maxLength"] = mostCharacters };
}

/// <summary>Reads true or false.</summary>
public sealed class FlagReader : ValueReader<bool>
{
    /// <inheritdoc/>
    public override string Expectation => "true or false";

    /// <inheritdoc/>
    public override bool TryRead(Node node, ReadingContext context, out bool value)
    {
        value = false;
        return (node is ScalarNode scalar && ScalarForm.TryFlag(scalar, out value)) || Expect(node, context, out value);
    }

    /// <inheritdoc/>
    public override JsonObject Schema() => new() { ["type"] = "boolean" };
}

/// <summary>Reads one of an enum's members, written in lowerCamelCase.</summary>
/// <typeparam name="T">The enum.</typeparam>
public sealed class MemberReader<T>(params T[] members) : ValueReader<T>
    where T : struct, Enum
{
    private readonly Dictionary<string, T> _members = (members.Length > 0 ? members : Enum.GetValues<T>())
        .ToDictionary(member => Spell(member.ToString()), StringComparer.Ordinal);

    /// <inheritdoc/>
    public override string Expectation => $"one of {string.Join(", ", _members.Keys)}";

    /// <inheritdoc/>
    public override bool TryRead(Node node, ReadingContext context, out T value)
    {
        if (node is not ScalarNode scalar || ScalarForm.IsNull(scalar))
        {
            return Expect(node, context, out value);
        }

        if (!_members.TryGetValue(scalar.Text, out value))
        {
            context.Error(node.Place, $"'{scalar.Text}' is not possible here", Text.Nearest.Propose(scalar.Text, _members.Keys));
            return false;
        }

        return true;
    }

    /// <inheritdoc/>
    public override JsonObject Schema() => new() { ["enum"] = new JsonArray([.. _members.Keys.Select(key => (JsonNode)key)]) };

    // UInt16 is written uint16, HighFirst highFirst.
    private static string Spell(string name) => name.StartsWith("UI", StringComparison.Ordinal)
        ? name.ToLowerInvariant()
        : char.ToLowerInvariant(name[0]) + name[1..];
}

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
