using System.Numerics;

namespace Twins.Energy.PowerFlow;

/// <summary>A case in per unit, with buses and converters by index: what the equations read.</summary>
internal sealed class PerUnitNetwork
{
    public PerUnitNetwork(NetworkCase network)
    {
        Case = network;
        AcIndex = Index(network.AcBuses.Select(bus => bus.Key));
        DcIndex = Index(network.DcBuses.Select(bus => bus.Key));
        Branches = [.. network.AcBranches.Select(branch => new PerUnitBranch(branch, network, AcIndex))];
        DcLines = [.. network.DcLines.Select(line => new PerUnitDcLine(line, network, DcIndex))];
        Converters = [.. network.Converters.Select(converter => new PerUnitConverter(converter, network, AcIndex, DcIndex))];
        Admittance = AdmittanceRows.Of(network, Branches);
        DcInjections = [.. network.DcBuses.Select(bus => DcInjection.Of(bus, network))];
        Forming = new int[network.AcBuses.Length];
        Array.Fill(Forming, -1);
        for (var i = 0; i < Converters.Length; i++)
        {
            if (Converters[i].Control == ConverterControl.GridForming)
            {
                Forming[Converters[i].AcBus] = i;
            }
        }
    }

    public NetworkCase Case { get; }

    public Dictionary<string, int> AcIndex { get; }

    public Dictionary<string, int> DcIndex { get; }

    public PerUnitBranch[] Branches { get; }

    public PerUnitDcLine[] DcLines { get; }

    public PerUnitConverter[] Converters { get; }

    public AdmittanceRows Admittance { get; }

    public DcInjection[] DcInjections { get; }

    /// <summary>For each AC bus the grid-forming converter at it, or −1.</summary>
    public int[] Forming { get; }

    /// <summary>Whether angle and voltage of the AC bus are held by a slack or a grid-forming converter.</summary>
    public bool IsReference(int acBus) => Case.AcBuses[acBus].Control == AcBusControl.Slack || Forming[acBus] >= 0;

    private static Dictionary<string, int> Index(IEnumerable<string> keys) =>
        keys.Select((key, index) => (key, index)).ToDictionary(pair => pair.key, pair => pair.index, StringComparer.Ordinal);
}

/// <summary>The admittances of one AC branch between its ends.</summary>
internal sealed class PerUnitBranch
{
    public PerUnitBranch(AcBranch branch, NetworkCase network, Dictionary<string, int> index)
    {
        From = index[branch.From];
        To = index[branch.To];
        var baseImpedance = Math.Pow(network.AcBuses[To].NominalVoltage, 2) / network.BasePower;
        var series = baseImpedance / new Complex(branch.Resistance, branch.Reactance);
        var charging = new Complex(0, branch.ChargingSusceptance * baseImpedance / 2);
        var tap = Complex.FromPolarCoordinates(branch.TapRatio, branch.PhaseShift * Math.PI / 180);
        FromFrom = (series + charging) / (branch.TapRatio * branch.TapRatio);
        FromTo = -series / Complex.Conjugate(tap);
        ToFrom = -series / tap;
        ToTo = series + charging;
    }

    public int From { get; }

    public int To { get; }

    public Complex FromFrom { get; }

    public Complex FromTo { get; }

    public Complex ToFrom { get; }

    public Complex ToTo { get; }
}

/// <summary>One DC line.</summary>
internal sealed class PerUnitDcLine(DcLine line, NetworkCase network, Dictionary<string, int> index)
{
    public int From { get; } = index[line.From];

    public int To { get; } = index[line.To];

    public double Conductance { get; } =
        Math.Pow(network.DcBuses[index[line.From]].NominalVoltage, 2) / network.BasePower / line.Resistance;
}

/// <summary>
/// What is connected at a DC bus: constant power, constant current and conductance. A droop source is, exactly, a
/// current V0/r beside a conductance 1/r.
/// </summary>
internal readonly record struct DcInjection(double Power, double Current, double Conductance)
{
    public static DcInjection Of(DcBus bus, NetworkCase network)
    {
        var baseImpedance = bus.NominalVoltage * bus.NominalVoltage / network.BasePower;
        var droops = network.DroopSources.Where(source => source.Bus == bus.Key).ToList();
        var current = bus.Current + droops.Sum(source => source.ReferenceVoltage / source.DroopResistance);
        var conductance = bus.Conductance + droops.Sum(source => 1 / source.DroopResistance);
        return new DcInjection(
            bus.Power / network.BasePower, current * bus.NominalVoltage / network.BasePower, conductance * baseImpedance);
    }
}

/// <summary>One converter.</summary>
internal sealed class PerUnitConverter
{
    public PerUnitConverter(AcDcConverter converter, NetworkCase network, Dictionary<string, int> ac, Dictionary<string, int> dc)
    {
        AcBus = ac[converter.AcBus];
        DcBus = dc[converter.DcBus];
        Control = converter.Control;
        var power = network.BasePower;
        var dcNominal = network.DcBuses[DcBus].NominalVoltage;
        var baseCurrent = power / (Math.Sqrt(3) * network.AcBuses[AcBus].NominalVoltage);
        PowerSetpoint = converter.PowerSetpoint / power;
        ReactivePower = converter.ReactivePower / power;
        ReferenceVoltage = converter.ReferenceVoltage == 0 ? 1 : converter.ReferenceVoltage / dcNominal;
        DroopResistance = converter.DroopResistance * power / (dcNominal * dcNominal);
        LossConstant = converter.LossConstant / power;
        LossLinear = converter.LossLinear * baseCurrent / power;
        LossQuadratic = converter.LossQuadratic * baseCurrent * baseCurrent / power;
    }

    public int AcBus { get; }

    public int DcBus { get; }

    public ConverterControl Control { get; }

    public double PowerSetpoint { get; }

    public double ReactivePower { get; }

    public double ReferenceVoltage { get; }

    public double DroopResistance { get; }

    public double LossConstant { get; }

    public double LossLinear { get; }

    public double LossQuadratic { get; }
}
