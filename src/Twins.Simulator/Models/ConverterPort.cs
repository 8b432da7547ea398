using Twins.Energy.Physics;
using Twins.Simulator.Electrical;

namespace Twins.Simulator.Models;

/// <summary>The power stage between an AC and a DC terminal, as the front end and the interlink converter have it.</summary>
internal sealed class ConverterPort
{
    // Where a converter in power mode catches the bus: its whole power over 2 % of bus voltage.
    private const double CatchingDroopShare = 0.02;

    private readonly ConverterParameters _parameters;
    private readonly WarmBody _powerStage = new(25, TimeSpan.FromMinutes(4));
    private ConverterMode _mode;
    private ConverterState _state;

    public ConverterPort(string element, double ratedW, Terminal ac, Terminal dc)
    {
        Ac = ac;
        Dc = dc;
        _parameters = ConverterParameters.FromRatings(element, ratedW, dc.Bus.NominalVoltageV, ac.Bus.NominalVoltageV);
    }

    public Terminal Ac { get; }

    public Terminal Dc { get; }

    public ConverterOutput Output { get; private set; }

    public double TemperatureC => _powerStage.TemperatureC;

    /// <summary>Droop that gives the rated power over a share of the nominal voltage, in Ω.</summary>
    public double DroopOhm(double share) => share * Dc.Bus.NominalVoltageV * Dc.Bus.NominalVoltageV / _parameters.RatedPowerW;

    public void ProposeOff()
    {
        _mode = ConverterMode.Off;
        Dc.PowerW = 0;
        Dc.HoldingRank = null;
    }

    /// <summary>Constant power; catches the bus as the last resort, when nobody else can hold it.</summary>
    public void ProposePower(double setpointW)
    {
        _mode = ConverterMode.Power;
        Dc.PowerW = setpointW;
        Dc.HoldingRank = 2;
        var nominalV = Dc.Bus.NominalVoltageV;
        var droopOhm = DroopOhm(CatchingDroopShare);
        Dc.Droop = _parameters.OnDcBus(DroopSource.Through(nominalV, setpointW / nominalV, droopOhm).ReferenceVoltageV, droopOhm);
    }

    /// <summary>Holds the bus at a reference voltage, with a droop.</summary>
    public void ProposeHolding(double referenceVoltageV, double droopOhm)
    {
        _mode = ConverterMode.Droop;
        Dc.PowerW = 0;
        Dc.HoldingRank = 0;
        Dc.Droop = _parameters.OnDcBus(referenceVoltageV, droopOhm);
    }

    /// <summary>Carries what the DC bus settled on over to the AC terminal.</summary>
    public void Convert(Tick tick)
    {
        var alive = _mode != ConverterMode.Off && Dc.Bus.VoltageV > 0;
        // The bus has decided the power, whatever the mode: the stage only adds its loss.
        (_state, Output) = alive
            ? Converter.Step(_parameters, _state, new(ConverterMode.Droop, Dc.PowerW, 0, Ac.Bus.VoltageV, Dc.Bus.VoltageV), tick.Length)
            : default;
        Ac.PowerW = Output.AcPowerW;
        const double warmingAtRatedLossK = 35;
        const double ratedLossShare = 0.02;
        var warmingK = warmingAtRatedLossK * Output.LossW / (ratedLossShare * _parameters.RatedPowerW);
        _powerStage.Approach(tick.Weather.AmbientTemperatureC + 10 + warmingK, tick.Length);
    }

    /// <summary>The member of <c>powerFlowDirection</c>.</summary>
    public string Direction()
    {
        const double noFlowW = 20;
        return Output.DcPowerW switch
        {
            > noFlowW => "acToDc",
            < -noFlowW => "dcToAc",
            _ => "none",
        };
    }
}
