using System.ComponentModel;
using System.Text.Json;

namespace Twins.Api.Setpoints;

/// <summary>What is asked for.</summary>
/// <param name="Value">A number with <paramref name="Unit"/>; or a member's key, true or false, a text, an RFC 3339 time.</param>
/// <param name="Unit">Unit of a number, any unit of the point's quantity; left out for what is no number.</param>
/// <param name="ValidFor">How long it holds, as an ISO 8601 duration; left out where the type has a default.</param>
internal sealed record SetpointBody(
    [property: Description("A number with its unit; or a member's key, true or false, a text, an RFC 3339 time")] JsonElement Value,
    [property: Description("Unit of a number: any unit of the point's quantity, such as kW")] string? Unit,
    [property: Description("How long it holds, an ISO 8601 duration such as PT5M")] string? ValidFor);
