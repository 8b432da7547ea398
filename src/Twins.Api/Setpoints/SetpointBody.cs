using System.Buffers;
using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using Twins.Api.Problems;

namespace Twins.Api.Setpoints;

/// <summary>
/// What is asked for. Read strictly: a misspelt <c>validFor</c> that was silently ignored would leave a device following a value for longer
/// than was meant.
/// </summary>
/// <param name="Value">A number with <paramref name="Unit"/>; or a member's key, true or false, a text, an RFC 3339 time.</param>
/// <param name="Unit">Unit of a number, any unit of the point's quantity; left out for what is no number.</param>
/// <param name="ValidFor">How long it holds, as an ISO 8601 duration; left out where the type has a default.</param>
internal sealed record SetpointBody(
    [property: JsonRequired, Description("A number with its unit; or a member's key, true or false, a text, an RFC 3339 time")] JsonElement Value,
    [property: Description("Unit of a number: any unit of the point's quantity, such as kW")] string? Unit = null,
    [property: Description("How long it holds, an ISO 8601 duration such as PT5M")] string? ValidFor = null)
{
    /// <summary>Largest body that is read, in bytes.</summary>
    public const int MaxBytes = 64 * 1024;

    private const string Example = "{\"value\": -50, \"unit\": \"kW\"}";

    // Unknown and doubled members are errors, names are taken as they are written.
    private static readonly JsonSerializerOptions Strict = new(JsonSerializerOptions.Strict) { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, MaxDepth = 16 };

    /// <summary>Reads the body of a request, or says what is wrong with it: what a client does wrong is an answer, never a failure here.</summary>
    public static async Task<Read<SetpointBody>> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (!request.HasJsonContentType() || !IsUtf8(request))
        {
            return ApiProblem.Make(
                StatusCodes.Status415UnsupportedMediaType,
                "unsupportedMediaType",
                "The body's type is not served",
                $"Content-Type is '{request.ContentType}', expected 'application/json' in UTF-8.");
        }

        try
        {
            while (true)
            {
                var read = await request.BodyReader.ReadAsync(cancellationToken);
                if (read.IsCompleted)
                {
                    // What was read must be given back, or the server closes the connection after the answer.
                    var body = read.Buffer.ToArray();
                    request.BodyReader.AdvanceTo(read.Buffer.End);
                    return Parse(body);
                }

                if (read.Buffer.Length > MaxBytes)
                {
                    request.BodyReader.AdvanceTo(read.Buffer.End);
                    return TooLarge();
                }

                request.BodyReader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            }
        }
        catch (BadHttpRequestException fault) when (fault.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return TooLarge();
        }
        catch (BadHttpRequestException fault)
        {
            return ApiProblem.Make(fault.StatusCode, "badBody", "The body cannot be read", fault.Message);
        }
    }

    /// <summary>Reads a body.</summary>
    /// <param name="body">Its bytes.</param>
    public static Read<SetpointBody> Parse(byte[] body)
    {
        if (!Utf8.IsValid(body))
        {
            return ApiProblem.Malformed("badJson", "The body is not UTF-8.");
        }

        try
        {
            var read = JsonSerializer.Deserialize<SetpointBody>(body, Strict);
            if (read is null || read.Value.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined)
            {
                return ApiProblem.Malformed("missingValue", $"'value' is missing; expected a body such as {Example}.");
            }

            // A text is read here once, so that half of a surrogate pair is found where it can be answered.
            _ = read.Value.ValueKind == JsonValueKind.String ? read.Value.GetString() : null;
            return read;
        }
        catch (JsonException fault)
        {
            return ApiProblem.Malformed("badJson", $"The body is not what is expected, such as {Example}: {Words(fault)}");
        }
        catch (InvalidOperationException)
        {
            return ApiProblem.Malformed("badJson", "A text of the body holds half of a surrogate pair and cannot be read.");
        }
    }

    private static bool IsUtf8(HttpRequest request) =>
        request.GetTypedHeaders().ContentType is { } type
        && (!type.Charset.HasValue || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase) || type.Charset.Equals("\"utf-8\"", StringComparison.OrdinalIgnoreCase));

    private static Microsoft.AspNetCore.Http.HttpResults.ProblemHttpResult TooLarge() => ApiProblem.Make(
        StatusCodes.Status413PayloadTooLarge, "tooLarge", "The body is too large", $"A setpoint's body has at most {MaxBytes} bytes.");

    // The library names types of ours in its messages; what a client can use of them is the place and the member.
    private static string Words(JsonException fault)
    {
        var message = fault.Message.Replace($"'{typeof(SetpointBody).FullName}'", "a setpoint (value, unit, validFor)", StringComparison.Ordinal)
            .Replace(typeof(SetpointBody).FullName!, "a setpoint (value, unit, validFor)", StringComparison.Ordinal);
        return fault.Path is { Length: > 0 } path && !message.Contains("Path:", StringComparison.Ordinal) ? $"{message} Path: {path}." : message;
    }
}
