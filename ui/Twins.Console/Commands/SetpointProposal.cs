using Twins.Client.Live;
using Twins.Commands;
using Twins.Points;
using Twins.OperatorConsole.Devices;

namespace Twins.OperatorConsole.Commands;

/// <summary>What the operator is about to ask: everything that the confirmation shows.</summary>
/// <param name="Device">The device.</param>
/// <param name="Ordinal">The setpoint.</param>
/// <param name="Value">The new value, canonical.</param>
/// <param name="ValidFor">How long it holds; null for latched setpoints.</param>
/// <param name="Envelope">What the setpoint may be, as the twin will check it.</param>
public sealed record SetpointProposal(LiveDevice Device, int Ordinal, PointValue Value, TimeSpan? ValidFor, SetpointEnvelope Envelope)
{
    /// <summary>How the setpoint is shown.</summary>
    public PointView View => PointView.Of(Device.Definition, Ordinal);

    /// <summary>How the setpoint behaves.</summary>
    public SetpointPolicy Policy => View.Point.Setpoint!;
}
