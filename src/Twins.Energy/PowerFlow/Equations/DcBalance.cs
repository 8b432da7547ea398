namespace Twins.Energy.PowerFlow.Equations;

/// <summary>Power balance of the DC buses: lines, constant-power, constant-current and conductance loads, droop sources, converters.</summary>
internal static class DcBalance
{
    public static void Assemble(PerUnitNetwork network, UnknownLayout layout, NetworkState state, double scale, double[] residual, Jacobian jacobian)
    {
        for (var bus = 0; bus < state.DcVoltage.Length; bus++)
        {
            var row = layout.DcVoltage[bus];
            if (row >= 0)
            {
                var voltage = state.DcVoltage[bus];
                var injection = Scaled(network, bus, scale);
                residual[row] += injection.Conductance * voltage * voltage - injection.Current * voltage - injection.Power;
                jacobian.Add(row, row, 2 * injection.Conductance * voltage - injection.Current);
            }
        }

        foreach (var line in network.DcLines)
        {
            AssembleEnd(line.From, line.To, line.Conductance, layout, state, residual, jacobian);
            AssembleEnd(line.To, line.From, line.Conductance, layout, state, residual, jacobian);
        }

        for (var i = 0; i < network.Converters.Length; i++)
        {
            var row = layout.DcVoltage[network.Converters[i].DcBus];
            if (row >= 0)
            {
                residual[row] -= state.ConverterDcPower[i];
                jacobian.Add(row, layout.ConverterDcPower[i], -1);
            }
        }
    }

    /// <summary>Loads grow with the scale; the sources' characteristics do not.</summary>
    private static DcInjection Scaled(PerUnitNetwork network, int bus, double scale)
    {
        var full = network.DcInjections[bus];
        var described = network.Case.DcBuses[bus];
        var load = described.Current * described.NominalVoltage / network.Case.BasePower;
        return full with { Power = scale * full.Power, Current = full.Current - (1 - scale) * load };
    }

    private static void AssembleEnd(
        int bus, int other, double conductance, UnknownLayout layout, NetworkState state, double[] residual, Jacobian jacobian)
    {
        var row = layout.DcVoltage[bus];
        if (row < 0)
        {
            return;
        }

        var voltage = state.DcVoltage[bus];
        residual[row] += voltage * conductance * (voltage - state.DcVoltage[other]);
        jacobian.Add(row, row, conductance * (2 * voltage - state.DcVoltage[other]));
        jacobian.Add(row, layout.DcVoltage[other], -conductance * voltage);
    }
}
