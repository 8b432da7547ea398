using System.Globalization;
using System.Text.Json;
using Twins.Api.Problems;
using Twins.Api.Setpoints;
using Twins.Points;

namespace Twins.Api.Json;

/// <summary>Reads a value that enters through the API for a point, into the point's canonical unit.</summary>
internal static class PointValueReader
{
    /// <summary>Longest text that a point takes, in characters.</summary>
    public const int MaxText = 1024;

    /// <summary>Reads a value, or says what is wrong with it.</summary>
    public static Read<PointValue> Parse(SetpointBody body, PointDefinition point)
    {
        if (point.ValueType != PointValueType.Number && body.Unit is not null)
        {
            return ApiProblem.Unprocessable("unitNotAllowed", $"'{point.Key}' is no number and has no unit; leave '{body.Unit}' out.");
        }

        return point.ValueType switch
        {
            PointValueType.Number => Number(body, point),
            PointValueType.Enum => Member(body.Value, point),
            PointValueType.Flag => Flag(body.Value, point),
            PointValueType.Text => Text(body.Value, point),
            PointValueType.Time => Time(body.Value, point),
            _ => ApiProblem.Unprocessable("notSettable", $"'{point.Key}' holds a {point.ValueType}, which this call cannot set."),
        };
    }

    private static Read<PointValue> Number(SetpointBody body, PointDefinition point)
    {
        var unit = point.Unit!;
        if (body.Value.ValueKind != JsonValueKind.Number)
        {
            return Mismatch(body.Value, point, "a number");
        }

        if (body.Unit is null)
        {
            return ApiProblem.Malformed("missingUnit", $"'{point.Key}' is a {unit.Quantity}; say in which unit, for example \"unit\": \"{unit}\".");
        }

        try
        {
            var canonical = unit.Quantity.GetUnit(body.Unit).ToCanonical(body.Value.GetDouble());
            return double.IsFinite(canonical)
                ? PointValue.FromNumber(canonical)
                : ApiProblem.Unprocessable("notFinite", $"{body.Value.GetRawText()} {body.Unit} is too large for a number.");
        }
        catch (FormatException misfit)
        {
            return ApiProblem.Unprocessable("wrongUnit", $"'{point.Key}' is a {unit.Quantity}: {misfit.Message}");
        }
    }

    private static Read<PointValue> Member(JsonElement value, PointDefinition point)
    {
        var members = string.Join(", ", point.Members.Select(member => member.Key));
        if (value.ValueKind != JsonValueKind.String)
        {
            return Mismatch(value, point, $"one of {members}");
        }

        var key = value.GetString();
        return point.Members.FirstOrDefault(member => member.Key == key) is { } found
            ? PointValue.FromEnum(found.Code)
            : ApiProblem.Unprocessable("unknownMember", $"'{key}' is not a member of '{point.Key}'; it takes {members}.");
    }

    private static Read<PointValue> Flag(JsonElement value, PointDefinition point) => value.ValueKind switch
    {
        JsonValueKind.True => PointValue.FromFlag(true),
        JsonValueKind.False => PointValue.FromFlag(false),
        _ => Mismatch(value, point, "true or false"),
    };

    private static Read<PointValue> Text(JsonElement value, PointDefinition point)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            return Mismatch(value, point, "a text");
        }

        var text = value.GetString()!;
        return text.Length <= MaxText
            ? PointValue.FromText(text)
            : ApiProblem.Unprocessable("textTooLong", $"The text for '{point.Key}' has {text.Length} characters, the limit is {MaxText}.");
    }

    private static Read<PointValue> Time(JsonElement value, PointDefinition point) =>
        value.ValueKind == JsonValueKind.String && DateTimeOffset.TryParse(
            value.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? PointValue.FromTime(Timestamp.From(time))
            : Mismatch(value, point, "an RFC 3339 time");

    private static Microsoft.AspNetCore.Http.HttpResults.ProblemHttpResult Mismatch(JsonElement value, PointDefinition point, string expected) =>
        ApiProblem.Unprocessable("wrongValue", $"'{point.Key}' takes {expected}, not {Name(value)}.");

    // What a JSON element is, in words.
    private static string Name(JsonElement element) => element.ValueKind switch
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
