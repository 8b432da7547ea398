namespace Twins.Energy.Physics.Metering;

/// <summary>What a three-phase meter shows of the powers through it. Signs as the powers': positive delivers into the bus.</summary>
/// <param name="ActivePowerW">Active power per phase in W.</param>
/// <param name="ReactivePowerVar">Reactive power per phase in var.</param>
/// <param name="VoltageV">Phase-to-neutral voltages in V.</param>
public readonly record struct AlternatingCurrentReading(ThreePhase ActivePowerW, ThreePhase ReactivePowerVar, ThreePhase VoltageV)
{
    /// <summary>RMS currents in A, with the sign of the active power; 0 without voltage.</summary>
    public ThreePhase CurrentA => new(
        Current(ActivePowerW.A, ReactivePowerVar.A, VoltageV.A),
        Current(ActivePowerW.B, ReactivePowerVar.B, VoltageV.B),
        Current(ActivePowerW.C, ReactivePowerVar.C, VoltageV.C));

    /// <summary>Apparent power of the sums, |ΣP + jΣQ|, in VA, at least 0.</summary>
    public double ApparentPowerVa => double.Hypot(ActivePowerW.Sum, ReactivePowerVar.Sum);

    /// <summary>|ΣP| over apparent power, 0 … 1; 1 when nothing flows.</summary>
    public double PowerFactor
    {
        get
        {
            var apparentVa = ApparentPowerVa;
            return apparentVa > 0 ? Math.Abs(ActivePowerW.Sum) / apparentVa : 1;
        }
    }

    private static double Current(double activeW, double reactiveVar, double voltageV) =>
        voltageV > 0 ? Math.CopySign(double.Hypot(activeW, reactiveVar) / voltageV, activeW) : 0;
}
