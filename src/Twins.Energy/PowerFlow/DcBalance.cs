namespace Twins.Energy.PowerFlow;

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

/// <summary>A converter's energy balance with its losses, and what it holds.</summary>
internal static class ConverterBalance
{
    /// <summary>Keeps the root of the current differentiable at zero; far below any tolerance.</summary>
    private const double TinySquare = 1e-24;

    public static void Assemble(PerUnitNetwork network, UnknownLayout layout, NetworkState state, double scale, double[] residual, Jacobian jacobian)
    {
        for (var i = 0; i < network.Converters.Length; i++)
        {
            var converter = network.Converters[i];
            var forming = converter.Control == ConverterControl.GridForming;
            AssembleLosses(converter, i, forming ? layout.ConverterDcPower[i] : layout.ConverterAcPower[i], layout, state, residual, jacobian);
            if (!forming)
            {
                AssembleControl(converter, i, layout, state, scale, residual, jacobian);
            }
        }
    }

    /// <summary>Losses and AC current of a converter, in per unit.</summary>
    public static (double Losses, double Current) Losses(PerUnitConverter converter, int index, NetworkState state)
    {
        var current = Apparent(index, state) / state.AcVoltage[converter.AcBus];
        return (converter.LossConstant + (converter.LossLinear + converter.LossQuadratic * current) * current, current);
    }

    private static double Apparent(int index, NetworkState state)
    {
        var active = state.ConverterAcPower[index];
        var reactive = state.ConverterReactivePower[index];
        return Math.Sqrt(active * active + reactive * reactive + TinySquare);
    }

    private static void AssembleLosses(
        PerUnitConverter converter, int index, int row, UnknownLayout layout, NetworkState state, double[] residual, Jacobian jacobian)
    {
        var (losses, current) = Losses(converter, index, state);
        residual[row] += state.ConverterAcPower[index] + state.ConverterDcPower[index] + losses;
        var slope = converter.LossLinear + 2 * converter.LossQuadratic * current;
        var perApparent = slope / (state.AcVoltage[converter.AcBus] * Apparent(index, state));
        jacobian.Add(row, layout.ConverterAcPower[index], 1 + perApparent * state.ConverterAcPower[index]);
        jacobian.Add(row, layout.ConverterReactivePower[index], perApparent * state.ConverterReactivePower[index]);
        jacobian.Add(row, layout.ConverterDcPower[index], 1);
        jacobian.Add(row, layout.AcVoltage[converter.AcBus], -slope * current / state.AcVoltage[converter.AcBus]);
    }

    private static void AssembleControl(
        PerUnitConverter converter, int index, UnknownLayout layout, NetworkState state, double scale, double[] residual, Jacobian jacobian)
    {
        var row = layout.ConverterDcPower[index];
        var voltage = state.DcVoltage[converter.DcBus];
        switch (converter.Control)
        {
            case ConverterControl.Power:
                residual[row] += state.ConverterDcPower[index] - scale * converter.PowerSetpoint;
                jacobian.Add(row, row, 1);
                break;
            case ConverterControl.DcVoltage:
                residual[row] += voltage - converter.ReferenceVoltage;
                jacobian.Add(row, layout.DcVoltage[converter.DcBus], 1);
                break;
            default:
                residual[row] += state.ConverterDcPower[index] - voltage * (converter.ReferenceVoltage - voltage) / converter.DroopResistance;
                jacobian.Add(row, row, 1);
                jacobian.Add(row, layout.DcVoltage[converter.DcBus], (2 * voltage - converter.ReferenceVoltage) / converter.DroopResistance);
                break;
        }
    }
}
