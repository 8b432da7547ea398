using Twins.Devices;
using Twins.Commands;
using Twins.Points;
using Twins.Sites;

namespace Twins.Grains.Devices.Setpoints;

/// <summary>Whether a setpoint may be sent at all, and until when it would hold. Pure; the first rule that is broken is named.</summary>
internal static class SetpointValidation
{
    /// <summary>Longest validity that a leased setpoint may ask for.</summary>
    public static readonly TimeSpan LongestValidity = TimeSpan.FromDays(31);

    public static SetpointVerdict Check(
        TwinDefinition definition, SiteDescription site, ConnectivityReport connectivity, SetpointRequest request, Timestamp now)
    {
        if (!definition.Points.TryGetOrdinal(request.Point, out int ordinal))
        {
            return SetpointVerdict.Refused(
                CommandRefusal.UnknownPoint, $"{definition.Key} has no point '{request.Point}' (type {definition.Type.Key})");
        }

        PointDefinition point = definition.Points[ordinal];
        if (point.Setpoint is not { } policy)
        {
            return SetpointVerdict.Refused(
                CommandRefusal.UnknownPoint, $"'{point.Key}' of {definition.Key} is no setpoint but a {point.Kind.ToString().ToLowerInvariant()}");
        }

        if (policy.Dangerous)
        {
            return SetpointVerdict.Refused(CommandRefusal.Limit, $"'{point.Key}' is described as dangerous: it must be armed and confirmed");
        }

        if (ValidityFault(point, policy, request.ValidFor) is { } validityFault)
        {
            return SetpointVerdict.Refused(CommandRefusal.Limit, validityFault);
        }

        if (SetpointEnvelope.Of(definition, site, ordinal).Refuse(request.Value) is { } broken)
        {
            return SetpointVerdict.Refused(CommandRefusal.Limit, broken);
        }

        return connectivity.State == Connectivity.Offline
            ? SetpointVerdict.Refused(CommandRefusal.Disconnected, $"{definition.Key} does not answer: {connectivity.Reason ?? "no reason known"}")
            : new SetpointVerdict(ordinal, ValidUntil(policy, request.ValidFor, now), CommandRefusal.None, null);
    }

    private static string? ValidityFault(PointDefinition point, SetpointPolicy policy, TimeSpan? validFor)
    {
        if (validFor is null)
        {
            return policy is { Hold: SetpointHold.Leased, ValidFor: null } ? $"'{point.Key}' has no default validity: validFor is missing" : null;
        }

        if (policy.Hold == SetpointHold.Latched)
        {
            return $"validFor {validFor} does not apply: '{point.Key}' is latched and stays until changed";
        }

        return validFor <= TimeSpan.Zero || validFor > LongestValidity
            ? $"validFor {validFor} of '{point.Key}' is not above 0 and at most {LongestValidity.TotalDays:0} days"
            : null;
    }

    private static Timestamp? ValidUntil(SetpointPolicy policy, TimeSpan? validFor, Timestamp now) =>
        policy.Hold == SetpointHold.Leased ? now + (validFor ?? policy.ValidFor!.Value) : null;
}

/// <summary>What the validation found.</summary>
/// <param name="Ordinal">Ordinal of the setpoint; of no meaning when refused.</param>
/// <param name="ValidUntil">When it would end; null for latched ones.</param>
/// <param name="Refusal">Why not; <see cref="CommandRefusal.None"/> when it may be sent.</param>
/// <param name="Reason">The broken rule in words; null when it may be sent.</param>
internal readonly record struct SetpointVerdict(int Ordinal, Timestamp? ValidUntil, CommandRefusal Refusal, string? Reason)
{
    public static SetpointVerdict Refused(CommandRefusal refusal, string reason) => new(0, null, refusal, reason);
}
