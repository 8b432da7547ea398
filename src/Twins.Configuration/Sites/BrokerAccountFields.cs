using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Twins.Configuration.Fields;
using Twins.Configuration.Yaml;
using Twins.Sites;
using Twins.Text;

namespace Twins.Configuration.Sites;

/// <summary>The fields of somebody who may connect to a site's broker.</summary>
internal static class BrokerAccountFields
{
    private static readonly Field<string> Username = Field.Required("username", new WordsReader(128), "User name, or the common name of a client certificate.");

    private static readonly Field<SecretSource> Password = Field.Optional<SecretSource>(
        "passwordFrom", SecretFields.Reader, null!, "Where the password is.", "by certificate only");

    private static readonly Field<ImmutableArray<string>> Publish = Field.Optional(
        "publish", new ListReader<string>(new FilterReader()), [], "Topic filters to which it may publish.", "none");

    private static readonly Field<ImmutableArray<string>> Subscribe = Field.Optional(
        "subscribe", new ListReader<string>(new FilterReader()), [], "Topic filters to which it may subscribe.", "none");

    /// <summary>Reads an account.</summary>
    public static readonly MappingReader<BrokerAccount> Reader = new(
        "an account", [Username, Password, Publish, Subscribe], static (values, _) => new BrokerAccount
        {
            Username = values.Get(Username), Password = values.Get(Password), Publish = values.Get(Publish), Subscribe = values.Get(Subscribe),
        });

    // Topic filters: MQTT 5.0, section 4.7.1. {username} and {clientId} stand for those of the client at hand.
    private sealed class FilterReader : ValueReader<string>
    {
        private const int MaxCharacters = 1000;

        public override string Expectation => "topic filters such as flexiverter/+/telemetry";

        public override bool TryRead(Node node, ReadingContext context, out string value)
        {
            value = "";
            if (node is not ScalarNode scalar || !ScalarForm.IsText(scalar) || scalar.Text.Length is 0 or > MaxCharacters)
            {
                return Expect(node, context, out value);
            }

            value = scalar.Text;
            if (Complain(value) is { } complaint)
            {
                context.Error(node.Place, complaint);
                return false;
            }

            return true;
        }

        public override JsonObject Schema() => new() { ["type"] = "string", ["minLength"] = 1, ["maxLength"] = MaxCharacters };

        private static Complaint? Complain(string filter)
        {
            var levels = filter.Split('/');
            return Array.Find(levels, level => level.Length > 1 && level.AsSpan().ContainsAny('+', '#')) is { } mixed
                ? new($"'{mixed}' mixes a wildcard with other characters", "let the wildcard be the whole level")
                : Array.IndexOf(levels, "#") is >= 0 and var at && at < levels.Length - 1 ? new($"'#' is not the last level of '{filter}'", "write '+' for one level") : null;
        }
    }
}
