using Twins.Commands;
using Twins.Points;
using Twins.Sites;

namespace Twins.Api.Setpoints;

/// <summary>A setpoint request that was read and understood.</summary>
/// <param name="Device">The device.</param>
/// <param name="Point">The setpoint.</param>
/// <param name="Request">What its twin is asked.</param>
/// <param name="Wait">How long the caller waits for the end.</param>
internal sealed record SetpointCall(TwinDefinition Device, PointDefinition Point, SetpointRequest Request, TimeSpan Wait);
