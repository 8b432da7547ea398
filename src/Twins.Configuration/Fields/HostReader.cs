using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Twins.Configuration.Yaml;
using Twins.Text;

namespace Twins.Configuration.Fields;

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
