using Twins.Commands;
using Twins.Devices;
using Twins.Points;
using Twins.Sites;

namespace Twins.Grains.Devices;

/// <summary>Whether a setpoint may be sent at all, and for how long it would hold. Pure; the first rule that is broken is named.</summary>
/// <param name="Ordinal">Ordinal of the setpoint; −1 when the device has no such setpoint.</param>
/// <param name="HoldFor">How long it would hold; null for latched ones, and when refused.</param>
/// <param name="Refusal">Why not; <see cref="CommandRefusal.None"/> when it may be sent.</param>
/// <param name="Reason">The broken rule in words; null when it may be sent.</param>
internal readonly record struct SetpointCheck(int Ordinal, TimeSpan? HoldFor, CommandRefusal Refusal, string? Reason)
{
    /// <param name="definition">The device.</param>
    /// <param name="site">Its site.</param>
    /// <param name="connectivity">Whether the device answers.</param>
    /// <param name="request">What is asked.</param>
    /// <param name="selectedBy">Who has selected the setpoint; null when nobody has.</param>
    public static SetpointCheck Of(
        TwinDefinition definition, SiteDescription site, ConnectivityReport connectivity, SetpointRequest request, Func<int, string?> selectedBy)
    {
        if (!definition.Points.TryGetOrdinal(request.Point, out int ordinal))
        {
            return new(-1, null, CommandRefusal.UnknownPoint, $"{definition.Key} has no point '{request.Point}' (type {definition.Type.Key})");
        }

        PointDefinition point = definition.Points[ordinal];
        if (point.Setpoint is not { } policy)
        {
            return new(
                -1, null, CommandRefusal.UnknownPoint, $"'{point.Key}' of {definition.Key} is no setpoint but a {point.Kind.ToString().ToLowerInvariant()}");
        }

        SetpointEnvelope envelope = SetpointEnvelope.Of(definition, site, ordinal);
        if ((envelope.RefuseValidity(request.ValidFor) ?? envelope.Refuse(request.Value)) is { } broken)
        {
            return new(ordinal, null, CommandRefusal.Limit, broken);
        }

        string? holder = selectedBy(ordinal);
        if (holder is not null && holder != request.Actor)
        {
            return new(ordinal, null, CommandRefusal.Selected, $"'{point.Key}' of {definition.Key} is selected by {holder}");
        }

        if (policy.Dangerous && holder is null)
        {
            return new(ordinal, null, CommandRefusal.Limit, $"'{point.Key}' is described as dangerous: it must be selected first, and then confirmed by the same person");
        }

        return connectivity.State == Connectivity.Offline
            ? new(ordinal, null, CommandRefusal.Disconnected, $"{definition.Key} does not answer: {connectivity.Reason ?? "no reason known"}")
            : new(ordinal, policy.Hold == SetpointHold.Leased ? request.ValidFor ?? policy.ValidFor!.Value : null, CommandRefusal.None, null);
    }
}
