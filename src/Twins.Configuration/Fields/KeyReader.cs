using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Twins.Configuration.Yaml;

namespace Twins.Configuration.Fields;

/// <summary>Reads a key of one spelling.</summary>
/// <param name="expectation">The spelling in words, with an example.</param>
/// <param name="pattern">The spelling.</param>
/// <param name="respell">Puts other spellings right, for the fix.</param>
public sealed partial class KeyReader(string expectation, Regex pattern, Func<string, string> respell) : ValueReader<string>
{
    private const int MaxCharacters = 64;

    /// <summary>Points, groups, ratings, members: <c>stateOfCharge</c>.</summary>
    public static readonly KeyReader CamelCase = new("a lowerCamelCase key such as stateOfCharge", CamelCasePattern(), ToCamelCase);

    /// <summary>Sites, devices, types, connections, buses: <c>funchal-port</c>.</summary>
    public static readonly KeyReader KebabCase = new("a kebab-case key such as funchal-port", KebabCasePattern(), ToKebabCase);

    /// <summary>A point of a type, or of one part of a group: <c>activePower</c>, <c>outlets.power</c>.</summary>
    public static readonly KeyReader Point = new("a point key such as activePower or outlets.power", PointPattern(), ToPointKey);

    /// <inheritdoc/>
    public override string Expectation => expectation;

    /// <inheritdoc/>
    public override bool TryRead(Node node, ReadingContext context, out string value)
    {
        if (node is not ScalarNode scalar || !ScalarForm.IsText(scalar))
        {
            return Expect(node, context, out value);
        }

        value = scalar.Text;
        if (pattern.IsMatch(value) && value.Length <= MaxCharacters)
        {
            return true;
        }

        var proposal = respell(value);
        if (!pattern.IsMatch(proposal))
        {
            return Expect(node, context, out value);
        }

        context.BrokenKeys.Add(proposal);
        return Expect(node, context, out value, $"did you mean '{proposal}'?");
    }

    /// <inheritdoc/>
    public override JsonObject Schema() => new() { ["type"] = "string", ["pattern"] = pattern.ToString(), ["maxLength"] = MaxCharacters };

    private static IEnumerable<string> Words(string text) => WordPattern().Matches(text).Select(match => match.Value.ToLowerInvariant());

    private static string ToKebabCase(string text) => string.Join('-', Words(text));

    private static string ToCamelCase(string text) =>
        string.Concat(Words(text).Select((word, index) => index == 0 ? word : char.ToUpperInvariant(word[0]) + word[1..]));

    private static string ToPointKey(string text) => string.Join('.', text.Split('.').Select(ToCamelCase));

    [GeneratedRegex("^[a-z][a-zA-Z0-9]*$", RegexOptions.NonBacktracking)]
    private static partial Regex CamelCasePattern();

    [GeneratedRegex("^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$", RegexOptions.NonBacktracking)]
    private static partial Regex KebabCasePattern();

    [GeneratedRegex(@"^[a-z][a-zA-Z0-9]*(?:\.[a-z][a-zA-Z0-9]*)?$", RegexOptions.NonBacktracking)]
    private static partial Regex PointPattern();

    [GeneratedRegex("[A-Z]*[a-z]+|[A-Z]+|[0-9]+", RegexOptions.NonBacktracking)]
    private static partial Regex WordPattern();
}
