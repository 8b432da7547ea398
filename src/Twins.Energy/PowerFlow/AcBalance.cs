using System.Numerics;

namespace Twins.Energy.PowerFlow;

/// <summary>Active and reactive power balance of the AC buses in polar form (Tinney and Hart 1967).</summary>
internal static class AcBalance
{
    /// <summary>Power that the network takes from a bus, in per unit.</summary>
    public static (double Active, double Reactive) Drawn(PerUnitNetwork network, NetworkState state, int bus)
    {
        var rows = network.Admittance;
        var voltage = state.AcVoltage[bus];
        var active = voltage * voltage * rows.Diagonal[bus].Real;
        var reactive = -voltage * voltage * rows.Diagonal[bus].Imaginary;
        for (var entry = rows.Starts[bus]; entry < rows.Starts[bus + 1]; entry++)
        {
            var (real, imaginary) = Transfer(network, state, bus, entry);
            active += real;
            reactive += imaginary;
        }

        return (active, reactive);
    }

    public static void Assemble(PerUnitNetwork network, UnknownLayout layout, NetworkState state, double scale, double[] residual, Jacobian jacobian)
    {
        for (var bus = 0; bus < state.AcVoltage.Length; bus++)
        {
            var forming = network.Forming[bus];
            var active = forming >= 0 ? layout.ConverterAcPower[forming] : layout.Angle[bus];
            var reactive = forming >= 0 ? layout.ConverterReactivePower[forming] : layout.AcVoltage[bus];
            if (active >= 0)
            {
                AssembleBus(network, layout, state, bus, active, reactive, scale, residual, jacobian);
            }
        }

        AssembleConverters(network, layout, state, residual, jacobian);
    }

    private static void AssembleBus(
        PerUnitNetwork network, UnknownLayout layout, NetworkState state, int bus, int active, int reactive, double scale, double[] residual, Jacobian jacobian)
    {
        var described = network.Case.AcBuses[bus];
        var (drawnActive, drawnReactive) = Drawn(network, state, bus);
        residual[active] += drawnActive - scale * described.ActivePower / network.Case.BasePower;
        if (reactive >= 0)
        {
            residual[reactive] += drawnReactive - scale * described.ReactivePower / network.Case.BasePower;
        }

        AssembleOwn(network, layout, state, bus, active, reactive, drawnActive, drawnReactive, jacobian);
        var rows = network.Admittance;
        for (var entry = rows.Starts[bus]; entry < rows.Starts[bus + 1]; entry++)
        {
            var other = rows.Columns[entry];
            var (real, imaginary) = Transfer(network, state, bus, entry);
            jacobian.Add(active, layout.Angle[other], imaginary);
            jacobian.Add(active, layout.AcVoltage[other], real / state.AcVoltage[other]);
            jacobian.Add(reactive, layout.Angle[other], -real);
            jacobian.Add(reactive, layout.AcVoltage[other], imaginary / state.AcVoltage[other]);
        }
    }

    private static void AssembleOwn(
        PerUnitNetwork network, UnknownLayout layout, NetworkState state, int bus, int active, int reactive, double drawnActive, double drawnReactive, Jacobian jacobian)
    {
        var voltage = state.AcVoltage[bus];
        var own = network.Admittance.Diagonal[bus];
        jacobian.Add(active, layout.Angle[bus], -drawnReactive - voltage * voltage * own.Imaginary);
        jacobian.Add(active, layout.AcVoltage[bus], drawnActive / voltage + voltage * own.Real);
        jacobian.Add(reactive, layout.Angle[bus], drawnActive - voltage * voltage * own.Real);
        jacobian.Add(reactive, layout.AcVoltage[bus], drawnReactive / voltage - voltage * own.Imaginary);
    }

    private static void AssembleConverters(
        PerUnitNetwork network, UnknownLayout layout, NetworkState state, double[] residual, Jacobian jacobian)
    {
        for (var i = 0; i < network.Converters.Length; i++)
        {
            var bus = network.Converters[i].AcBus;
            var forming = network.Forming[bus];
            var active = forming >= 0 ? layout.ConverterAcPower[forming] : layout.Angle[bus];
            var reactive = forming >= 0 ? layout.ConverterReactivePower[forming] : layout.AcVoltage[bus];
            if (active >= 0)
            {
                residual[active] -= state.ConverterAcPower[i];
                jacobian.Add(active, layout.ConverterAcPower[i], -1);
            }

            if (reactive >= 0)
            {
                residual[reactive] -= state.ConverterReactivePower[i];
                jacobian.Add(reactive, layout.ConverterReactivePower[i], -1);
            }
        }
    }

    /// <summary>V·V'·(G cos + B sin) and V·V'·(G sin − B cos) of an off-diagonal admittance.</summary>
    private static (double Real, double Imaginary) Transfer(PerUnitNetwork network, NetworkState state, int bus, int entry)
    {
        var other = network.Admittance.Columns[entry];
        var admittance = network.Admittance.Values[entry];
        var (sine, cosine) = Math.SinCos(state.Angle[bus] - state.Angle[other]);
        var product = state.AcVoltage[bus] * state.AcVoltage[other];
        return (product * (admittance.Real * cosine + admittance.Imaginary * sine),
            product * (admittance.Real * sine - admittance.Imaginary * cosine));
    }
}

/// <summary>The AC admittance matrix by rows; the diagonal stands apart.</summary>
internal sealed class AdmittanceRows
{
    private AdmittanceRows(Complex[] diagonal, int[] starts, int[] columns, Complex[] values)
    {
        Diagonal = diagonal;
        Starts = starts;
        Columns = columns;
        Values = values;
    }

    public Complex[] Diagonal { get; }

    public int[] Starts { get; }

    public int[] Columns { get; }

    public Complex[] Values { get; }

    public static AdmittanceRows Of(NetworkCase network, PerUnitBranch[] branches)
    {
        var diagonal = network.AcBuses
            .Select(bus => new Complex(bus.ShuntConductance, bus.ShuntSusceptance) / network.BasePower)
            .ToArray();
        var rows = diagonal.Select(_ => new SortedDictionary<int, Complex>()).ToArray();
        foreach (var branch in branches)
        {
            diagonal[branch.From] += branch.FromFrom;
            diagonal[branch.To] += branch.ToTo;
            rows[branch.From][branch.To] = rows[branch.From].GetValueOrDefault(branch.To) + branch.FromTo;
            rows[branch.To][branch.From] = rows[branch.To].GetValueOrDefault(branch.From) + branch.ToFrom;
        }

        var starts = new int[rows.Length + 1];
        for (var row = 0; row < rows.Length; row++)
        {
            starts[row + 1] = starts[row] + rows[row].Count;
        }

        return new AdmittanceRows(
            diagonal, starts, [.. rows.SelectMany(row => row.Keys)], [.. rows.SelectMany(row => row.Values)]);
    }
}
