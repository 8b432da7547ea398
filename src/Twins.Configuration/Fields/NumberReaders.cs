using System.Globalization;
using System.Text.Json.Nodes;
using Twins.Configuration.Yaml;
using Twins.Points;

namespace Twins.Configuration.Fields;

/// <summary>Reads a finite number within bounds.</summary>
public sealed class NumberReader(double minimum = double.NegativeInfinity, double maximum = double.PositiveInfinity, bool isMinimumAllowed = true)
    : ValueReader<double>
{
    /// <inheritdoc/>
    public override string Expectation => (double.IsFinite(minimum), double.IsFinite(maximum)) switch
    {
        (true, true) when !isMinimumAllowed => $"a number, more than {Show(minimum)} and at most {Show(maximum)}",
        (true, true) => $"a number, {Show(minimum)} to {Show(maximum)}",
        (true, false) => $"a number, {(isMinimumAllowed ? "at least" : "more than")} {Show(minimum)}",
        _ => "a number",
    };

    /// <inheritdoc/>
    public override bool TryRead(Node node, ReadingContext context, out double value)
    {
        value = 0;
        if (node is not ScalarNode scalar || !ScalarForm.TryNumber(scalar, out value))
        {
            return Expect(node, context, out value, Unquoted(node));
        }

        if (value < minimum || value > maximum || (value == minimum && !isMinimumAllowed))
        {
            return Expect(node, context, out value);
        }

        return true;
    }

    /// <inheritdoc/>
    public override JsonObject Schema()
    {
        var schema = new JsonObject { ["type"] = "number" };
        if (double.IsFinite(minimum))
        {
            schema[isMinimumAllowed ? "minimum" : "exclusiveMinimum"] = minimum;
        }

        if (double.IsFinite(maximum))
        {
            schema["maximum"] = maximum;
        }

        return schema;
    }

    /// <summary>The fix for a number that somebody put in quotes; null for anything else.</summary>
    internal static string? Unquoted(Node node) =>
        node is ScalarNode { IsQuoted: true } quoted && ScalarForm.TryNumber(new ScalarNode(quoted.Place, quoted.Text, isQuoted: false), out _)
            ? $"write {quoted.Text} without quotes"
            : null;

    private static string Show(double number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>Reads a whole number within bounds; hexadecimal is allowed.</summary>
public sealed class IntegerReader(int minimum, int maximum) : ValueReader<int>
{
    /// <inheritdoc/>
    public override string Expectation =>
        $"a whole number, {minimum.ToString(CultureInfo.InvariantCulture)} to {maximum.ToString(CultureInfo.InvariantCulture)}";

    /// <inheritdoc/>
    public override bool TryRead(Node node, ReadingContext context, out int value)
    {
        value = 0;
        if (node is not ScalarNode scalar || !ScalarForm.TryInteger(scalar, out var integer) || integer < minimum || integer > maximum)
        {
            return Expect(node, context, out value, NumberReader.Unquoted(node));
        }

        value = (int)integer;
        return true;
    }

    /// <inheritdoc/>
    public override JsonObject Schema() => new() { ["type"] = "integer", ["minimum"] = minimum, ["maximum"] = maximum };
}

/// <summary>Reads a raw code of up to 64 bits; as a table's key too.</summary>
public sealed class CodeReader : ValueReader<long>
{
    /// <inheritdoc/>
    public override string Expectation => "a whole number (decimal or 0x…)";

    /// <inheritdoc/>
    public override bool TryRead(Node node, ReadingContext context, out long value)
    {
        value = 0;
        if (node is not ScalarNode scalar || !ScalarForm.TryInteger(scalar, out var integer) || integer < long.MinValue || integer > ulong.MaxValue)
        {
            return Expect(node, context, out value, NumberReader.Unquoted(node));
        }

        value = unchecked((long)integer);
        return true;
    }

    /// <inheritdoc/>
    public override JsonObject Schema() => new() { ["type"] = "integer" };
}

/// <summary>Reads <c>[minimum, maximum]</c>.</summary>
public sealed class RangeReader : ValueReader<NumberRange?>
{
    private static readonly NumberReader Bound = new();

    /// <inheritdoc/>
    public override string Expectation => "[minimum, maximum]";

    /// <inheritdoc/>
    public override bool TryRead(Node node, ReadingContext context, out NumberRange? value)
    {
        value = null;
        if (node is not SequenceNode { Items: [var first, var last] })
        {
            return Expect(node, context, out value);
        }

        if (!Bound.TryRead(first, context, out var minimum) | !Bound.TryRead(last, context, out var maximum))
        {
            return false;
        }

        if (minimum >= maximum)
        {
            var range = string.Create(CultureInfo.InvariantCulture, $"[{minimum}, {maximum}]");
            context.Error(node.Place, $"the range {range} is empty", "write the lesser number first");
            return false;
        }

        value = new NumberRange(minimum, maximum);
        return true;
    }

    /// <inheritdoc/>
    public override JsonObject Schema() => new() { ["type"] = "array", ["items"] = Bound.Schema(), ["minItems"] = 2, ["maxItems"] = 2 };
}
