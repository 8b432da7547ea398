using System.Text.Json;
using System.Text.Json.Serialization;
using Twins.Energy.PowerFlow.Networks;

namespace Twins.Energy.PowerFlow.Formats;

/// <summary>
/// Network cases as JSON: the records of <see cref="NetworkCase"/> by their names in lowerCamelCase, in SI units.
/// Unknown members are refused, so that a mistyped value is not lost.
/// </summary>
public static class JsonCaseFormat
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
        NumberHandling = JsonNumberHandling.Strict,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>Reads a case.</summary>
    /// <exception cref="FormatException">The text is not a case; the message names line and member.</exception>
    public static NetworkCase Read(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<NetworkCase>(json, Options)
                ?? throw new FormatException("The text is 'null'; a network case is an object.");
        }
        catch (JsonException error)
        {
            throw new FormatException($"Not a network case: {error.Message}", error);
        }
    }

    /// <summary>Writes a case.</summary>
    public static string Write(NetworkCase network) => JsonSerializer.Serialize(network, Options);
}
