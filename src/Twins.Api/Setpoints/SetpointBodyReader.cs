using System.Text.Json;
using Twins.Api.Problems;

namespace Twins.Api.Setpoints;

/// <summary>
/// Reads the body of a setpoint strictly: a misspelt <c>validFor</c> that was silently ignored would leave a device
/// following a value for longer than somebody meant.
/// </summary>
internal static class SetpointBodyReader
{
    /// <summary>Greatest body that is read, in bytes.</summary>
    public const int GreatestBody = 64 * 1024;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 16, AllowDuplicateProperties = false };

    /// <summary>Reads the body, or says what is wrong with it.</summary>
    public static async Task<Read<SetpointBody>> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        try
        {
            using var document = await JsonDocument.ParseAsync(request.Body, Strict, cancellationToken);
            return Parse(document.RootElement);
        }
        catch (JsonException fault)
        {
            return ApiProblem.Malformed("badJson", $"The body is not the JSON that is expected: {fault.Message}");
        }
    }

    /// <summary>Reads the members of a parsed body.</summary>
    public static Read<SetpointBody> Parse(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            return ApiProblem.Malformed("badBody", $"The body must be an object such as {{\"value\": -50, \"unit\": \"kW\"}}, not {Name(root)}.");
        }

        JsonElement? value = null;
        string? unit = null;
        string? validFor = null;
        foreach (var member in root.EnumerateObject())
        {
            switch (member.Name)
            {
                case "value" when member.Value.ValueKind != JsonValueKind.Null:
                    value = member.Value.Clone();
                    break;
                case "unit" or "validFor" when member.Value.ValueKind == JsonValueKind.Null:
                    break;
                case "unit" when member.Value.ValueKind == JsonValueKind.String:
                    unit = member.Value.GetString();
                    break;
                case "validFor" when member.Value.ValueKind == JsonValueKind.String:
                    validFor = member.Value.GetString();
                    break;
                case "value" or "unit" or "validFor":
                    return ApiProblem.Malformed("badMember", $"'{member.Name}' must not be {Name(member.Value)}.");
                default:
                    return ApiProblem.Malformed("unknownMember", $"'{member.Name}' is not a member of a setpoint; known are value, unit, validFor.");
            }
        }

        return value is { } given
            ? new SetpointBody(given, unit, validFor)
            : ApiProblem.Malformed("missingValue", "'value' is missing.");
    }

    /// <summary>What a JSON element is, in words.</summary>
    public static string Name(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => $"the text '{Shorten(element.GetString()!)}'",
        JsonValueKind.Number => $"the number {Shorten(element.GetRawText())}",
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => "null",
    };

    private static string Shorten(string text) => text.Length <= 40 ? text : string.Concat(text.AsSpan(0, 40), "…");
}
