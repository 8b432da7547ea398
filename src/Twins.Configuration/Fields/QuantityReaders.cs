using System.Text.Json.Nodes;
using Twins.Configuration.Yaml;
using Twins.Units;
using Twins.Text;

namespace Twins.Configuration.Fields;

/// <summary>Reads the key of a quantity.</summary>
public sealed class QuantityReader : ValueReader<Quantity?>
{
    /// <inheritdoc/>
    public override string Expectation => "a quantity such as power";

    /// <inheritdoc/>
    public override bool TryRead(Node node, ReadingContext context, out Quantity? value)
    {
        value = null;
        if (node is not ScalarNode scalar || !ScalarForm.IsText(scalar))
        {
            return Expect(node, context, out value);
        }

        if (QuantityCatalog.TryGet(scalar.Text, out value))
        {
            return true;
        }

        context.Error(node.Place, $"there is no quantity '{scalar.Text}'", Nearest.Propose(scalar.Text, QuantityCatalog.All.Select(quantity => quantity.Key)));
        return false;
    }

    /// <inheritdoc/>
    public override JsonObject Schema() => new() { ["enum"] = new JsonArray([.. QuantityCatalog.All.Select(quantity => (JsonNode)quantity.Key)]) };
}

/// <summary>Reads a unit's symbol as text; the record that holds it checks it against the quantity.</summary>
public sealed class UnitSymbolReader : ValueReader<string?>
{
    /// <inheritdoc/>
    public override string Expectation => "a unit's symbol such as kW";

    /// <inheritdoc/>
    public override bool TryRead(Node node, ReadingContext context, out string? value)
    {
        value = (node as ScalarNode)?.Text;

        // "1" is the unit of counts and power factors, and the one symbol that looks like a number.
        return (node is ScalarNode scalar && (ScalarForm.IsText(scalar) || scalar.Text == "1")) || Expect(node, context, out value);
    }

    /// <inheritdoc/>
    public override JsonObject Schema() => new()
    {
        ["enum"] = new JsonArray(
        [
            .. QuantityCatalog.All.SelectMany(quantity => quantity.Units).SelectMany(unit => unit.Aliases.Prepend(unit.Symbol))
                .Distinct(StringComparer.Ordinal).Select(symbol => (JsonNode)symbol),
            1,
        ]),
    };
}

/// <summary>Reads a number with its unit, such as <c>100 kW</c>; the value is in the canonical unit.</summary>
public sealed class AmountReader(Quantity quantity, double minimum = double.NegativeInfinity) : ValueReader<double?>
{
    /// <inheritdoc/>
    public override string Expectation => $"a number with a unit of {quantity.Key}, such as 100 {quantity.Units[Math.Min(1, quantity.Units.Count - 1)]}";

    /// <inheritdoc/>
    public override bool TryRead(Node node, ReadingContext context, out double? value)
    {
        value = null;
        if (node is not ScalarNode scalar || ScalarForm.IsNull(scalar))
        {
            return Expect(node, context, out value);
        }

        if (Amount.TryParse(scalar.Text, quantity, out var amount) is { } complaint)
        {
            context.Error(node.Place, complaint);
            return false;
        }

        if (amount.Canonical < minimum)
        {
            context.Error(node.Place, $"'{scalar.Text}' is less than {new Amount(minimum, quantity.Canonical)}", "write a magnitude; the name says the direction");
            return false;
        }

        value = amount.Canonical;
        return true;
    }

    /// <inheritdoc/>
    public override JsonObject Schema() => new() { ["type"] = "string", ["pattern"] = @"^-?[0-9.]+([eE][-+]?[0-9]+)? +\S+$" };
}

/// <summary>Reads any amount as text; the record that holds it knows the quantity.</summary>
public sealed class AmountTextReader : ValueReader<ScalarNode>
{
    /// <inheritdoc/>
    public override string Expectation => "a number with a unit, such as 100 kW";

    /// <inheritdoc/>
    public override bool TryRead(Node node, ReadingContext context, out ScalarNode value)
    {
        value = (node as ScalarNode)!;
        return (value is not null && !ScalarForm.IsNull(value)) || Expect(node, context, out value);
    }

    /// <inheritdoc/>
    public override JsonObject Schema() => new() { ["type"] = "string", ["pattern"] = @"^-?[0-9.]+([eE][-+]?[0-9]+)? +\S+$" };
}

/// <summary>Reads any single value; the record that holds it knows its shape.</summary>
public sealed class ScalarReader : ValueReader<ScalarNode?>
{
    /// <inheritdoc/>
    public override string Expectation => "a single value";

    /// <inheritdoc/>
    public override bool TryRead(Node node, ReadingContext context, out ScalarNode? value)
    {
        value = node as ScalarNode;
        return (value is not null && !ScalarForm.IsNull(value)) || Expect(node, context, out value);
    }

    /// <inheritdoc/>
    public override JsonObject Schema() => new() { ["type"] = new JsonArray("number", "string", "boolean") };
}
