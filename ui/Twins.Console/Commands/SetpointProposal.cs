using Twins.Client.Live;
using Twins.Points;
using Twins.OperatorConsole.Devices;

namespace Twins.OperatorConsole.Commands;

/// <summary>What the operator is about to ask: everything that the confirmation shows.</summary>
/// <param name="Device">The device.</param>
/// <param name="Ordinal">The setpoint.</param>
/// <param name="Value">The new value, canonical.</param>
/// <param name="ValidFor">How long it holds; null for latched setpoints.</param>
public sealed record SetpointProposal(LiveDevice Device, int Ordinal, PointValue Value, TimeSpan? ValidFor)
{
    /// <summary>How the setpoint is shown.</summary>
    public PointView View => PointView.Of(Device.Definition, Ordinal);

    /// <summary>How the setpoint behaves.</summary>
    public SetpointPolicy Policy => View.Point.Setpoint!;

    /// <summary>The limits that the descriptions know.</summary>
    public SetpointLimits Limits => SetpointLimits.Of(Device.Definition, View.Point);
}
