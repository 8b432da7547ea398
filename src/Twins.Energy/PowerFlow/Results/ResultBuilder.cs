using System.Collections.Immutable;
using System.Numerics;
using Twins.Energy.PowerFlow.Equations;
using Twins.Energy.PowerFlow.Networks;

namespace Twins.Energy.PowerFlow.Results;

/// <summary>Turns a state in per unit back into volts, amperes and watts.</summary>
internal sealed class ResultBuilder(PerUnitNetwork network, NetworkState state)
{
    private readonly double _base = network.Case.BasePower;

    public PowerFlowResult Build(PowerFlowStatus status, NewtonIteration newton, VoltageCollapse? collapse)
    {
        ImmutableArray<AcBranchResult> branches = [.. network.Branches.Select(Branch)];
        ImmutableArray<DcLineResult> lines = [.. network.DcLines.Select(Line)];
        ImmutableArray<ConverterResult> converters = [.. network.Converters.Select(Converter)];
        var losses = branches.Sum(branch => branch.Losses) + lines.Sum(line => line.Losses) + converters.Sum(converter => converter.Losses);
        return new PowerFlowResult(
            status,
            newton.Iterations,
            newton.Mismatch.Value * _base,
            losses,
            [.. Enumerable.Range(0, state.AcVoltage.Length).Select(AcBus)],
            branches,
            [.. Enumerable.Range(0, state.DcVoltage.Length).Select(bus => DcBus(bus, lines))],
            lines,
            [.. network.Case.DroopSources.Select(DroopSource)],
            converters,
            collapse);
    }

    private AcBusResult AcBus(int bus)
    {
        var described = network.Case.AcBuses[bus];
        var (active, reactive) = AcBalance.Drawn(network, state, bus);
        return new AcBusResult(
            described.Key,
            state.AcVoltage[bus] * described.NominalVoltage,
            state.AcVoltage[bus],
            state.Angle[bus] * 180 / Math.PI,
            active * _base,
            reactive * _base);
    }

    private AcBranchResult Branch(PerUnitBranch branch, int index)
    {
        var described = network.Case.AcBranches[index];
        var from = Complex.FromPolarCoordinates(state.AcVoltage[branch.From], state.Angle[branch.From]);
        var to = Complex.FromPolarCoordinates(state.AcVoltage[branch.To], state.Angle[branch.To]);
        var fromCurrent = branch.FromFrom * from + branch.FromTo * to;
        var toCurrent = branch.ToFrom * from + branch.ToTo * to;
        var fromPower = from * Complex.Conjugate(fromCurrent) * _base;
        var toPower = to * Complex.Conjugate(toCurrent) * _base;
        var amperes = Math.Max(
            fromCurrent.Magnitude * BaseCurrent(branch.From),
            toCurrent.Magnitude * BaseCurrent(branch.To));
        return new AcBranchResult(
            described.Key,
            fromPower.Real,
            fromPower.Imaginary,
            toPower.Real,
            toPower.Imaginary,
            amperes,
            fromPower.Real + toPower.Real,
            amperes / described.RatedCurrent);
    }

    private double BaseCurrent(int acBus) => _base / (Math.Sqrt(3) * network.Case.AcBuses[acBus].NominalVoltage);

    private DcBusResult DcBus(int bus, ImmutableArray<DcLineResult> lines)
    {
        var described = network.Case.DcBuses[bus];
        var power = 0.0;
        for (var i = 0; i < network.DcLines.Length; i++)
        {
            power += network.DcLines[i].From == bus ? lines[i].FromPower : 0;
            power += network.DcLines[i].To == bus ? lines[i].ToPower : 0;
        }

        return new DcBusResult(described.Key, state.DcVoltage[bus] * described.NominalVoltage, state.DcVoltage[bus], power);
    }

    private DcLineResult Line(PerUnitDcLine line, int index)
    {
        var described = network.Case.DcLines[index];
        var from = state.DcVoltage[line.From] * network.Case.DcBuses[line.From].NominalVoltage;
        var to = state.DcVoltage[line.To] * network.Case.DcBuses[line.To].NominalVoltage;
        var current = (from - to) / described.Resistance;
        return new DcLineResult(
            described.Key, current, from * current, -to * current, (from - to) * current, Math.Abs(current) / described.RatedCurrent);
    }

    private DroopSourceResult DroopSource(DcDroopSource source)
    {
        var bus = network.DcIndex[source.Bus];
        var voltage = state.DcVoltage[bus] * network.Case.DcBuses[bus].NominalVoltage;
        var current = (source.ReferenceVoltage - voltage) / source.DroopResistance;
        return new DroopSourceResult(source.Key, current, voltage * current);
    }

    private ConverterResult Converter(PerUnitConverter converter, int index)
    {
        var (losses, current) = ConverterBalance.Losses(converter, index, state);
        return new ConverterResult(
            network.Case.Converters[index].Key,
            state.ConverterAcPower[index] * _base,
            state.ConverterReactivePower[index] * _base,
            state.ConverterDcPower[index] * _base,
            current * BaseCurrent(converter.AcBus),
            losses * _base);
    }
}
