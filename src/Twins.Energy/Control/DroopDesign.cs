using System.Collections.Immutable;
using System.Globalization;
using Twins.Energy.PowerFlow;

namespace Twins.Energy.Control;

/// <summary>One converter's place in a dispatch of a DC bus.</summary>
/// <param name="Key">Key of the converter.</param>
/// <param name="CurrentA">I*: dispatched current into the bus in A.</param>
/// <param name="MinCurrentA">Minimum current (negative when it can draw) in A; not above the dispatched one.</param>
/// <param name="MaxCurrentA">Maximum current in A; not below the dispatched one.</param>
public sealed record DroopConverter(string Key, double CurrentA, double MinCurrentA, double MaxCurrentA)
{
    /// <summary>How far the current may move to the nearer of its limits, in A.</summary>
    public double HeadroomA => Math.Min(MaxCurrentA - CurrentA, CurrentA - MinCurrentA);
}

/// <summary>Droop setpoints of one converter: V = V0 − r·I with I positive into the bus.</summary>
/// <param name="Key">Key of the converter.</param>
/// <param name="ReferenceVoltage">V0 = V* + r·I* in V.</param>
/// <param name="DroopResistance">r in Ω; positive.</param>
public sealed record DroopSetpoint(string Key, double ReferenceVoltage, double DroopResistance);

/// <summary>
/// Chooses droop setpoints from a dispatch: each converter's resistance is such that it reaches its nearer current limit
/// just as the bus reaches the end of its voltage band, so that converters share a disturbance by their headroom.
/// </summary>
public static class DroopDesign
{
    /// <summary>Headroom in A below which a converter counts as full and takes no part in the sharing.</summary>
    public const double MinHeadroomA = 0.01;

    /// <summary>The setpoints, in the order of the converters.</summary>
    /// <param name="voltageV">V*: dispatched bus voltage in V; within the band.</param>
    /// <param name="minV">Lower end of the band in V; positive.</param>
    /// <param name="maxV">Upper end of the band in V.</param>
    /// <param name="converters">The converters of the dispatch.</param>
    /// <exception cref="ArgumentOutOfRangeException">The voltage lies outside its band, or a current outside its limits; the message names it.</exception>
    public static ImmutableArray<DroopSetpoint> Choose(
        double voltageV, double minV, double maxV, IReadOnlyCollection<DroopConverter> converters)
    {
        ControlArgument.Positive(minV, nameof(minV));
        ControlArgument.Ordered(minV, voltageV, nameof(minV), nameof(voltageV));
        ControlArgument.Ordered(voltageV, maxV, nameof(voltageV), nameof(maxV));
        foreach (var converter in converters)
        {
            ControlArgument.Ordered(
                converter.MinCurrentA, converter.CurrentA, $"MinCurrentA of '{converter.Key}'", $"CurrentA of '{converter.Key}'");
            ControlArgument.Ordered(
                converter.CurrentA, converter.MaxCurrentA, $"CurrentA of '{converter.Key}'", $"MaxCurrentA of '{converter.Key}'");
        }

        var deviation = Math.Min(maxV - voltageV, voltageV - minV);
        ControlArgument.Positive(deviation, "distance of voltageV to the ends of its band");
        return [.. converters.Select(converter => Choose(voltageV, deviation, converter))];
    }

    private static DroopSetpoint Choose(double voltageV, double deviation, DroopConverter converter)
    {
        var resistance = deviation / Math.Max(converter.HeadroomA, MinHeadroomA);
        return new DroopSetpoint(converter.Key, voltageV + resistance * converter.CurrentA, resistance);
    }
}

/// <summary>What droop setpoints do under one disturbance.</summary>
/// <param name="Disturbance">What happened, in words.</param>
/// <param name="MinV">Lowest bus voltage in V; NaN when no state of the network exists.</param>
/// <param name="MaxV">Highest bus voltage in V; NaN when no state of the network exists.</param>
/// <param name="Violations">Each broken limit with its amount; empty when all hold.</param>
public sealed record DroopOutcome(string Disturbance, double MinV, double MaxV, ImmutableArray<string> Violations);

/// <summary>
/// Checks droop setpoints on the DC network before they go to devices: the dispatch itself, load steps up and down, and
/// the loss of each converter, each by a power flow.
/// </summary>
public static class DroopVerification
{
    /// <summary>The outcome of the dispatch, of both load steps at each bus, and of the loss of each converter.</summary>
    /// <param name="network">The DC network; its droop sources are the converters under check, its loads those of the dispatch.</param>
    /// <param name="converters">The current limits of the converters, by the keys of the droop sources.</param>
    /// <param name="minV">Lower end of the voltage band in V.</param>
    /// <param name="maxV">Upper end of the voltage band in V.</param>
    /// <param name="loadStepW">Size of the load steps in W; positive.</param>
    /// <exception cref="NetworkCaseException">The network cannot be calculated.</exception>
    public static ImmutableArray<DroopOutcome> Check(
        NetworkCase network, IReadOnlyCollection<DroopConverter> converters, double minV, double maxV, double loadStepW)
    {
        ControlArgument.Positive(loadStepW, nameof(loadStepW));
        ControlArgument.Ordered(minV, maxV, nameof(minV), nameof(maxV));
        var limits = converters.ToDictionary(converter => converter.Key, StringComparer.Ordinal);
        return [.. Disturbances(network, loadStepW).Select(pair => Judge(pair.Name, pair.Network, limits, minV, maxV))];
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
        string name, NetworkCase network, Dictionary<string, DroopConverter> limits, double minV, double maxV)
    {
        var result = PowerFlowSolver.Solve(network);
        if (result.Status != PowerFlowStatus.Solved)
        {
            return new DroopOutcome(name, double.NaN, double.NaN, [result.Collapse!.ToString()]);
        }

        var voltages = result.DcBuses.SelectMany(bus => Beyond(bus.Voltage, minV, maxV, $"voltage of bus '{bus.Key}'", "V"));
        var currents = result.DroopSources.Where(source => limits.ContainsKey(source.Key)).SelectMany(source => Beyond(
            source.Current, limits[source.Key].MinCurrentA, limits[source.Key].MaxCurrentA, $"current of '{source.Key}'", "A"));
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
