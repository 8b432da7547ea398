using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Twins.Configuration.Yaml;
using Twins.Text;

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

/// <summary>Reads a host name or address: neither a URL nor one with its port.</summary>
public sealed partial class HostReader : ValueReader<string>
{
    private const int MaxCharacters = 253;

    /// <inheritdoc/>
    public override string Expectation => "a host name or address such as 192.0.2.7";

    /// <inheritdoc/>
    public override bool TryRead(Node node, ReadingContext context, out string value)
    {
        if (node is not ScalarNode scalar || !ScalarForm.IsText(scalar) || scalar.Text.Length is 0 or > MaxCharacters)
        {
            return Expect(node, context, out value);
        }

        value = scalar.Text;
        if (IsHost(value))
        {
            return true;
        }

        context.Error(node.Place, Complain(value));
        return false;
    }

    /// <inheritdoc/>
    public override JsonObject Schema() => new()
    {
        ["type"] = "string", ["minLength"] = 1, ["maxLength"] = MaxCharacters, ["pattern"] = @"^[^\s/\[\]@?#]+$",
    };

    private static bool IsHost(string text) =>
        text.Contains(':', StringComparison.Ordinal)
            ? !text.Contains('[', StringComparison.Ordinal) && IPAddress.TryParse(text, out var address) && address.AddressFamily == AddressFamily.InterNetworkV6
            : NamePattern().IsMatch(text);

    private static Complaint Complain(string text)
    {
        var rest = SchemePattern().Replace(text, "");
        rest = rest.Split('/', '?', '#')[0];
        rest = rest[(rest.LastIndexOf('@') + 1)..];
        var parts = PartsPattern().Match(rest);
        var host = parts.Success ? parts.Groups["v6"].Value + parts.Groups["name"].Value : rest;
        if (!IsHost(host))
        {
            return new($"'{text}' is no host name and no address", "write one, such as battery.lan, 192.0.2.7 or 2001:db8::7");
        }

        var port = parts.Groups["port"].Value;
        var what = rest.Length != text.Length ? "a URL" : port.Length > 0 ? "a host with its port" : "no host";
        return new(
            $"'{text}' is {what}",
            port.Length > 0 ? string.Create(CultureInfo.InvariantCulture, $"write 'host: {Quoted(host)}' and 'port: {port}'") : $"write 'host: {Quoted(host)}'");
    }

    // YAML takes a leading colon for something else.
    private static string Quoted(string host) => host.StartsWith(':') ? $"\"{host}\"" : host;

    // Letters of every script (they are sent as they are to the resolver), and the underscore that container networks use.
    [GeneratedRegex(@"^[\p{L}\p{N}_](?:[\p{L}\p{N}_-]*[\p{L}\p{N}_])?(?:\.[\p{L}\p{N}_](?:[\p{L}\p{N}_-]*[\p{L}\p{N}_])?)*\.?$", RegexOptions.NonBacktracking)]
    private static partial Regex NamePattern();

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9+.-]*://", RegexOptions.NonBacktracking)]
    private static partial Regex SchemePattern();

    [GeneratedRegex(@"^(?:\[(?<v6>[0-9A-Fa-f:.]+)\]|(?<name>[^:\[\]]+))(?::(?<port>[0-9]{1,5}))?$", RegexOptions.NonBacktracking)]
    private static partial Regex PartsPattern();
}
