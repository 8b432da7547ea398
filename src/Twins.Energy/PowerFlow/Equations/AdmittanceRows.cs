using System.Numerics;
using Twins.Energy.PowerFlow.Networks;

namespace Twins.Energy.PowerFlow.Equations;

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
