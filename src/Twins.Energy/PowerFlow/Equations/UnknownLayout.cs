using Twins.Energy.Solvers.LinearAlgebra;
using Twins.Energy.PowerFlow.Networks;

namespace Twins.Energy.PowerFlow.Equations;

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
