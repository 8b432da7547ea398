using Twins.Energy.Solvers;

namespace Twins.Energy.PowerFlow;

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

/// <summary>
/// Which unknown, and which equation, has which index; −1 where a quantity is given. The equation that determines an
/// unknown bears the unknown's index, so that the Jacobian's diagonal is strong; buses follow a fill-reducing order.
/// </summary>
internal sealed class UnknownLayout
{
    public UnknownLayout(PerUnitNetwork network)
    {
        var ac = network.Case.AcBuses.Length;
        var dc = network.Case.DcBuses.Length;
        Angle = Given(ac);
        AcVoltage = Given(ac);
        DcVoltage = Given(dc);
        ConverterAcPower = Given(network.Converters.Length);
        ConverterDcPower = Given(network.Converters.Length);
        ConverterReactivePower = Given(network.Converters.Length);
        foreach (var node in MinimumDegree.Order(ac + dc + network.Converters.Length, Edges(network, ac, dc)))
        {
            if (node < ac)
            {
                NumberAcBus(network, node);
            }
            else if (node < ac + dc)
            {
                DcVoltage[node - ac] = network.Case.DcBuses[node - ac].FixedVoltage is null ? Count++ : -1;
            }
            else
            {
                NumberConverter(network, node - ac - dc);
            }
        }
    }

    public int Count { get; private set; }

    /// <summary>Angle of an AC bus; its active-power balance.</summary>
    public int[] Angle { get; }

    /// <summary>Voltage of an AC bus; its reactive-power balance.</summary>
    public int[] AcVoltage { get; }

    /// <summary>Voltage of a DC bus; its power balance.</summary>
    public int[] DcVoltage { get; }

    /// <summary>Converter's power into the AC bus; its loss equation, or the bus's active balance when it forms the grid.</summary>
    public int[] ConverterAcPower { get; }

    /// <summary>Converter's power into the DC bus; its control equation, or its loss equation when it forms the grid.</summary>
    public int[] ConverterDcPower { get; }

    /// <summary>Reactive power of a grid-forming converter; the bus's reactive balance.</summary>
    public int[] ConverterReactivePower { get; }

    private static IEnumerable<(int From, int To)> Edges(PerUnitNetwork network, int ac, int dc) =>
        network.Branches.Select(branch => (branch.From, branch.To))
            .Concat(network.DcLines.Select(line => (ac + line.From, ac + line.To)))
            .Concat(network.Converters.SelectMany((converter, i) => new[]
            {
                (converter.AcBus, ac + dc + i), (ac + converter.DcBus, ac + dc + i), (converter.AcBus, ac + converter.DcBus),
            }));

    private static int[] Given(int length)
    {
        var indexes = new int[length];
        Array.Fill(indexes, -1);
        return indexes;
    }

    private void NumberAcBus(PerUnitNetwork network, int bus)
    {
        if (network.IsReference(bus))
        {
            return;
        }

        Angle[bus] = Count++;
        AcVoltage[bus] = network.Case.AcBuses[bus].Control == AcBusControl.Load ? Count++ : -1;
    }

    private void NumberConverter(PerUnitNetwork network, int converter)
    {
        ConverterAcPower[converter] = Count++;
        ConverterDcPower[converter] = Count++;
        ConverterReactivePower[converter] = network.Converters[converter].Control == ConverterControl.GridForming ? Count++ : -1;
    }
}
