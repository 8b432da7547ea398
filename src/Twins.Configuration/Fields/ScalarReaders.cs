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
