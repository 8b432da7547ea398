namespace Twins.Energy.Control.Support;

/// <summary>Support of a DC bus: a device gives below and takes above a voltage band, in proportion.</summary>
/// <param name="LowerV">Lower end of the band in V; positive.</param>
/// <param name="UpperV">Upper end of the band in V; not below the lower.</param>
/// <param name="WattsPerVolt">Power per volt beyond the band; positive.</param>
public sealed record DcBusSupport(double LowerV, double UpperV, double WattsPerVolt)
{
    /// <summary>The setpoint in W into the bus.</summary>
    /// <param name="voltageV">Measured bus voltage in V.</param>
    /// <param name="scheduledW">What the device does within the band, in W into the bus.</param>
    /// <param name="lowestW">Least power it can take, in W into the bus.</param>
    /// <param name="highestW">Greatest power it can give, in W into the bus.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is not finite, or a range is crossed.</exception>
    public double PowerAt(double voltageV, double scheduledW, double lowestW, double highestW)
    {
        ControlArgument.Finite(voltageV, nameof(voltageV));
        ControlArgument.Finite(scheduledW, nameof(scheduledW));
        ControlArgument.Positive(LowerV, nameof(LowerV));
        ControlArgument.Ordered(LowerV, UpperV, nameof(LowerV), nameof(UpperV));
        ControlArgument.Positive(WattsPerVolt, nameof(WattsPerVolt));
        ControlArgument.Ordered(lowestW, highestW, nameof(lowestW), nameof(highestW));
        var missing = Math.Max(0, LowerV - voltageV) - Math.Max(0, voltageV - UpperV);
        return Math.Clamp(scheduledW + WattsPerVolt * missing, lowestW, highestW);
    }
}
