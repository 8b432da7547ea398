using Twins.Energy.Physics;
using Twins.Simulator.Models;

namespace Twins.Simulator.Electrical;

/// <summary>
/// A DC bus held by droop. Participants that hold it are called rank by rank until a voltage exists; when none does, the bus is
/// dead for a while and is then tried again, as a protection would.
/// </summary>
internal sealed class DirectCurrentBus(string key, double nominalVoltageV) : Bus(key, nominalVoltageV)
{
    /// <summary>Above this share of the nominal voltage the bus is switched off; below <see cref="LowestShare"/> too.</summary>
    public const double HighestShare = 1.2;

    private const double LowestShare = 0.7;
    private const int LastRank = 2;
    private static readonly TimeSpan RestartDelay = TimeSpan.FromSeconds(5);

    private readonly DroopSource[] _sources = new DroopSource[DcBusEquilibrium.MaxSources];
    private DateTimeOffset _deadUntil = DateTimeOffset.MinValue;

    /// <inheritdoc/>
    public override void Balance(Tick tick)
    {
        if (tick.Time >= _deadUntil)
        {
            for (var rank = 0; rank <= LastRank; rank++)
            {
                if (TryHold(rank))
                {
                    return;
                }
            }

            _deadUntil = tick.Time + RestartDelay;
        }

        Die();
    }

    private bool TryHold(int rank)
    {
        var sources = 0;
        var constantW = 0.0;
        for (var i = 0; i < Terminals.Count; i++)
        {
            if (Terminals[i].HoldingRank <= rank && sources < _sources.Length)
            {
                _sources[sources++] = Terminals[i].Droop;
            }
            else
            {
                constantW += Terminals[i].PowerW;
            }
        }

        if (sources == 0)
        {
            return false;
        }

        var balance = DcBusEquilibrium.Solve(_sources.AsSpan(0, sources), new(constantW));
        var share = balance.VoltageV / NominalVoltageV;
        if (balance.Status != DcBusStatus.Balanced || share is > HighestShare or < LowestShare)
        {
            return false;
        }

        VoltageV = balance.VoltageV;
        Settle(rank);
        return true;
    }

    private void Settle(int rank)
    {
        var sources = 0;
        for (var i = 0; i < Terminals.Count; i++)
        {
            if (Terminals[i].HoldingRank <= rank && sources < _sources.Length)
            {
                Terminals[i].PowerW = VoltageV * _sources[sources++].CurrentA(VoltageV);
            }
        }
    }

    private void Die()
    {
        VoltageV = 0;
        for (var i = 0; i < Terminals.Count; i++)
        {
            Terminals[i].PowerW = 0;
        }
    }
}
