using Twins.Energy.PowerFlow.Networks;

namespace Twins.Energy.PowerFlow.Equations;

/// <summary>Voltages, angles and converter powers in per unit and radians: one point of Newton's iteration.</summary>
internal sealed class NetworkState
{
    private NetworkState(int ac, int dc, int converters)
    {
        AcVoltage = new double[ac];
        Angle = new double[ac];
        DcVoltage = new double[dc];
        ConverterAcPower = new double[converters];
        ConverterDcPower = new double[converters];
        ConverterReactivePower = new double[converters];
    }

    public double[] AcVoltage { get; }

    public double[] Angle { get; }

    public double[] DcVoltage { get; }

    public double[] ConverterAcPower { get; }

    public double[] ConverterDcPower { get; }

    public double[] ConverterReactivePower { get; }

    /// <summary>The flat start: nominal or held voltages, the reference's angle, converters at their setpoints without losses.</summary>
    public static NetworkState Flat(PerUnitNetwork network)
    {
        var state = new NetworkState(network.Case.AcBuses.Length, network.Case.DcBuses.Length, network.Converters.Length);
        for (var bus = 0; bus < state.AcVoltage.Length; bus++)
        {
            var described = network.Case.AcBuses[bus];
            var held = described.Control != AcBusControl.Load || network.Forming[bus] >= 0;
            state.AcVoltage[bus] = held ? described.VoltageSetpoint : 1;
            state.Angle[bus] = described.Angle * Math.PI / 180;
        }

        for (var bus = 0; bus < state.DcVoltage.Length; bus++)
        {
            var described = network.Case.DcBuses[bus];
            state.DcVoltage[bus] = (described.FixedVoltage ?? described.NominalVoltage) / described.NominalVoltage;
        }

        for (var i = 0; i < network.Converters.Length; i++)
        {
            var converter = network.Converters[i];
            state.ConverterDcPower[i] = converter.Control == ConverterControl.Power ? converter.PowerSetpoint : 0;
            state.ConverterAcPower[i] = -state.ConverterDcPower[i];
            state.ConverterReactivePower[i] = converter.Control == ConverterControl.GridForming ? 0 : converter.ReactivePower;
        }

        return state;
    }

    public NetworkState Copy()
    {
        var copy = new NetworkState(AcVoltage.Length, DcVoltage.Length, ConverterAcPower.Length);
        copy.CopyFrom(this);
        return copy;
    }

    public void CopyFrom(NetworkState other)
    {
        other.AcVoltage.CopyTo(AcVoltage, 0);
        other.Angle.CopyTo(Angle, 0);
        other.DcVoltage.CopyTo(DcVoltage, 0);
        other.ConverterAcPower.CopyTo(ConverterAcPower, 0);
        other.ConverterDcPower.CopyTo(ConverterDcPower, 0);
        other.ConverterReactivePower.CopyTo(ConverterReactivePower, 0);
    }

    /// <summary>Moves every unknown by a share of the step.</summary>
    public void Move(UnknownLayout layout, ReadOnlySpan<double> step, double share)
    {
        Add(AcVoltage, layout.AcVoltage, step, share);
        Add(Angle, layout.Angle, step, share);
        Add(DcVoltage, layout.DcVoltage, step, share);
        Add(ConverterAcPower, layout.ConverterAcPower, step, share);
        Add(ConverterDcPower, layout.ConverterDcPower, step, share);
        Add(ConverterReactivePower, layout.ConverterReactivePower, step, share);
    }

    private static void Add(double[] values, int[] unknowns, ReadOnlySpan<double> step, double share)
    {
        for (var i = 0; i < values.Length; i++)
        {
            if (unknowns[i] >= 0)
            {
                values[i] += share * step[unknowns[i]];
            }
        }
    }
}
