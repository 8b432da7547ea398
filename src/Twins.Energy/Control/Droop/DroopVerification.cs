using System.Collections.Immutable;
using System.Globalization;
using Twins.Energy.PowerFlow;
using Twins.Energy.PowerFlow.Networks;
using Twins.Energy.PowerFlow.Results;

namespace Twins.Energy.Control.Droop;

/// <summary>What droop setpoints do under one disturbance.</summary>
/// <param name="Disturbance">What happened, in words.</param>
/// <param name="LowestV">Lowest bus voltage in V; NaN when no state of the network exists.</param>
/// <param name="HighestV">Highest bus voltage in V; NaN when no state of the network exists.</param>
/// <param name="Violations">Each broken limit with its amount; empty when all hold.</param>
public sealed record DroopOutcome(string Disturbance, double LowestV, double HighestV, ImmutableArray<string> Violations);

/// <summary>
/// Checks droop setpoints on the DC network before they go to devices: the dispatch itself, load steps up and down, and
/// the loss of each converter, each by a power flow.
/// </summary>
public static class DroopVerification
{
    /// <summary>The outcome of the dispatch, of both load steps at each bus, and of the loss of each converter.</summary>
    /// <param name="network">The DC network; its droop sources are the converters under check, its loads those of the dispatch.</param>
    /// <param name="converters">The current limits of the converters, by the keys of the droop sources.</param>
    /// <param name="lowestV">Lower end of the voltage band in V.</param>
    /// <param name="highestV">Upper end of the voltage band in V.</param>
    /// <param name="loadStepW">Size of the load steps in W; positive.</param>
    /// <exception cref="NetworkCaseException">The network cannot be calculated.</exception>
    public static ImmutableArray<DroopOutcome> Check(
        NetworkCase network, IReadOnlyCollection<DroopConverter> converters, double lowestV, double highestV, double loadStepW)
    {
        ControlArgument.Positive(loadStepW, nameof(loadStepW));
        ControlArgument.Ordered(lowestV, highestV, nameof(lowestV), nameof(highestV));
        var limits = converters.ToDictionary(converter => converter.Key, StringComparer.Ordinal);
        return [.. Disturbances(network, loadStepW).Select(pair => Judge(pair.Name, pair.Network, limits, lowestV, highestV))];
    }

    private static IEnumerable<(string Name, NetworkCase Network)> Disturbances(NetworkCase network, double stepW)
    {
        yield return ("dispatch", network);
        foreach (var bus in network.DcBuses.Where(bus => bus.FixedVoltage is null))
        {
            yield return (Text($"{stepW} W more load at '{bus.Key}'"), WithPower(network, bus, -stepW));
            yield return (Text($"{stepW} W less load at '{bus.Key}'"), WithPower(network, bus, stepW));
        }

        foreach (var source in network.DroopSources.Where(_ => network.DroopSources.Length > 1))
        {
            yield return ($"loss of '{source.Key}'", network with { DroopSources = network.DroopSources.Remove(source) });
        }
    }

    private static NetworkCase WithPower(NetworkCase network, DcBus bus, double powerW) =>
        network with { DcBuses = network.DcBuses.Replace(bus, bus with { Power = bus.Power + powerW }) };

    private static DroopOutcome Judge(
        string name, NetworkCase network, Dictionary<string, DroopConverter> limits, double lowestV, double highestV)
    {
        var result = PowerFlowSolver.Solve(network);
        if (result.Status != PowerFlowStatus.Solved)
        {
            return new DroopOutcome(name, double.NaN, double.NaN, [result.Collapse!.ToString()]);
        }

        var voltages = result.DcBuses.SelectMany(bus => Beyond(bus.Voltage, lowestV, highestV, $"voltage of bus '{bus.Key}'", "V"));
        var currents = result.DroopSources.Where(source => limits.ContainsKey(source.Key)).SelectMany(source => Beyond(
            source.Current, limits[source.Key].LowestCurrentA, limits[source.Key].HighestCurrentA, $"current of '{source.Key}'", "A"));
        return new DroopOutcome(
            name, result.DcBuses.Min(bus => bus.Voltage), result.DcBuses.Max(bus => bus.Voltage), [.. voltages, .. currents]);
    }

    private static IEnumerable<string> Beyond(double value, double lowest, double highest, string name, string unit)
    {
        const double rounding = 1e-6;
        if (value < lowest - rounding)
        {
            yield return Text($"{name} is {value:F2} {unit}, {lowest - value:F2} {unit} below its limit of {lowest} {unit}");
        }
        else if (value > highest + rounding)
        {
            yield return Text($"{name} is {value:F2} {unit}, {value - highest:F2} {unit} above its limit of {highest} {unit}");
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
