using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;

namespace Twins.Api.Json;

/// <summary>How the API writes JSON, in one place: lowerCamelCase names and members, RFC 3339 times, units legible.</summary>
internal static class ApiJson
{
    /// <summary>The options outside the request pipeline: events and tests.</summary>
    public static JsonSerializerOptions Options { get; } = Create();

    /// <summary>Applies the conventions to the options of the request pipeline.</summary>
    public static void Configure(JsonSerializerOptions options)
    {
        // Units such as °C and Ω stay legible; what matters inside HTML is still escaped.
        options.Encoder = JavaScriptEncoder.Create(UnicodeRanges.All);
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
        options.Converters.Add(new TimestampConverter());
        options.TypeInfoResolverChain.Insert(0, ApiJsonContext.Default);
    }

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        Configure(options);
        options.MakeReadOnly();
        return options;
    }
}
