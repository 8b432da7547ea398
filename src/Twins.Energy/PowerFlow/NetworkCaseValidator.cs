using System.Globalization;

namespace Twins.Energy.PowerFlow;

/// <summary>Finds every fault of a case at once.</summary>
internal sealed class NetworkCaseValidator
{
    private readonly NetworkCase _case;
    private readonly List<string> _faults = [];
    private readonly HashSet<string> _acBuses;
    private readonly HashSet<string> _dcBuses;

    private NetworkCaseValidator(NetworkCase network)
    {
        _case = network;
        _acBuses = [.. network.AcBuses.Select(bus => bus.Key)];
        _dcBuses = [.. network.DcBuses.Select(bus => bus.Key)];
    }

    public static void ThrowIfFaulty(NetworkCase network)
    {
        var validator = new NetworkCaseValidator(network);
        validator.CheckAll();
        if (validator._faults.Count > 0)
        {
            throw new NetworkCaseException([.. validator._faults]);
        }
    }

    private void CheckAll()
    {
        Positive("case", _case.Name, "BasePower", _case.BasePower);
        CheckKeys();
        CheckAc();
        CheckDc();
        CheckConverters();
        if (_faults.Count == 0)
        {
            _faults.AddRange(IslandCheck.FindFaults(_case));
        }
    }

    private void CheckKeys()
    {
        if (_case.AcBuses.Length + _case.DcBuses.Length == 0)
        {
            _faults.Add("the case has no bus");
        }

        Unique("AC bus", _case.AcBuses.Select(bus => bus.Key));
        Unique("DC bus", _case.DcBuses.Select(bus => bus.Key));
        Unique("AC branch", _case.AcBranches.Select(branch => branch.Key));
        Unique("DC line", _case.DcLines.Select(line => line.Key));
        Unique("droop source", _case.DroopSources.Select(source => source.Key));
        Unique("converter", _case.Converters.Select(converter => converter.Key));
    }

    private void CheckAc()
    {
        foreach (var bus in _case.AcBuses)
        {
            Positive("AC bus", bus.Key, "NominalVoltage", bus.NominalVoltage);
            Positive("AC bus", bus.Key, "VoltageSetpoint", bus.VoltageSetpoint);
            Finite("AC bus", bus.Key, bus.ActivePower, bus.ReactivePower, bus.Angle, bus.ShuntConductance, bus.ShuntSusceptance);
            Finite("AC bus", bus.Key, bus.MinReactivePower ?? 0, bus.MaxReactivePower ?? 0);
            if (bus is { MinReactivePower: { } least, MaxReactivePower: { } most })
            {
                Require("AC bus", bus.Key, "MinReactivePower", least, least <= most, string.Create(
                    CultureInfo.InvariantCulture, $"must not exceed MaxReactivePower {most}"));
            }
        }

        foreach (var branch in _case.AcBranches)
        {
            Ends("AC branch", branch.Key, branch.From, branch.To, _acBuses, "AC bus");
            NotNegative("AC branch", branch.Key, "Resistance", branch.Resistance);
            Positive("AC branch", branch.Key, "TapRatio", branch.TapRatio);
            Finite("AC branch", branch.Key, branch.Reactance, branch.ChargingSusceptance, branch.PhaseShift);
            if (branch is { Resistance: 0, Reactance: 0 })
            {
                _faults.Add($"AC branch '{branch.Key}' has neither resistance nor reactance; join its buses into one instead");
            }
        }
    }

    private void CheckDc()
    {
        foreach (var bus in _case.DcBuses)
        {
            Positive("DC bus", bus.Key, "NominalVoltage", bus.NominalVoltage);
            Finite("DC bus", bus.Key, bus.Power, bus.Current);
            NotNegative("DC bus", bus.Key, "Conductance", bus.Conductance);
            if (bus.FixedVoltage is { } voltage)
            {
                Positive("DC bus", bus.Key, "FixedVoltage", voltage);
            }
        }

        foreach (var line in _case.DcLines)
        {
            Ends("DC line", line.Key, line.From, line.To, _dcBuses, "DC bus");
            Positive("DC line", line.Key, "Resistance", line.Resistance);
            CheckSameNominalVoltage(line);
        }

        foreach (var source in _case.DroopSources)
        {
            Known("droop source", source.Key, source.Bus, _dcBuses, "DC bus");
            Positive("droop source", source.Key, "ReferenceVoltage", source.ReferenceVoltage);
            Positive("droop source", source.Key, "DroopResistance", source.DroopResistance);
        }
    }

    private void CheckSameNominalVoltage(DcLine line)
    {
        var from = _case.DcBuses.FirstOrDefault(bus => bus.Key == line.From);
        var to = _case.DcBuses.FirstOrDefault(bus => bus.Key == line.To);
        if (from is not null && to is not null && from.NominalVoltage != to.NominalVoltage)
        {
            _faults.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"DC line '{line.Key}' joins buses of {from.NominalVoltage} V and {to.NominalVoltage} V; a line has one nominal voltage"));
        }
    }

    private void CheckConverters()
    {
        foreach (var converter in _case.Converters)
        {
            Known("converter", converter.Key, converter.AcBus, _acBuses, "AC bus");
            Known("converter", converter.Key, converter.DcBus, _dcBuses, "DC bus");
            Finite("converter", converter.Key, converter.PowerSetpoint, converter.ReactivePower);
            NotNegative("converter", converter.Key, "ReferenceVoltage", converter.ReferenceVoltage);
            NotNegative("converter", converter.Key, "LossConstant", converter.LossConstant);
            NotNegative("converter", converter.Key, "LossLinear", converter.LossLinear);
            NotNegative("converter", converter.Key, "LossQuadratic", converter.LossQuadratic);
            if (converter.Control == ConverterControl.Droop)
            {
                Positive("converter", converter.Key, "DroopResistance", converter.DroopResistance);
            }
        }
    }

    private void Unique(string kind, IEnumerable<string> keys) => _faults.AddRange(keys
        .GroupBy(key => key, StringComparer.Ordinal)
        .Where(group => group.Count() > 1)
        .Select(group => $"{kind} '{group.Key}' is there {group.Count()} times"));

    private void Ends(string kind, string key, string from, string to, HashSet<string> buses, string busKind)
    {
        Known(kind, key, from, buses, busKind);
        Known(kind, key, to, buses, busKind);
        if (from == to)
        {
            _faults.Add($"{kind} '{key}' begins and ends at '{from}'");
        }
    }

    private void Known(string kind, string key, string bus, HashSet<string> buses, string busKind)
    {
        if (!buses.Contains(bus))
        {
            _faults.Add($"{kind} '{key}' refers to {busKind} '{bus}', which is not in the case");
        }
    }

    private void Positive(string kind, string key, string name, double value) =>
        Require(kind, key, name, value, double.IsFinite(value) && value > 0, "must be positive");

    private void NotNegative(string kind, string key, string name, double value) =>
        Require(kind, key, name, value, double.IsFinite(value) && value >= 0, "must not be negative");

    private void Finite(string kind, string key, params ReadOnlySpan<double> values)
    {
        foreach (var value in values)
        {
            Require(kind, key, "a value", value, double.IsFinite(value), "must be finite");
        }
    }

    private void Require(string kind, string key, string name, double value, bool fulfilled, string rule)
    {
        if (!fulfilled)
        {
            _faults.Add(string.Create(CultureInfo.InvariantCulture, $"{kind} '{key}': {name} is {value} and {rule}"));
        }
    }
}
