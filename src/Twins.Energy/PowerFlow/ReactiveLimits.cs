namespace Twins.Energy.PowerFlow;

/// <summary>
/// Keeps voltage buses within their reactive limits: the one furthest beyond becomes a load bus that gives what its limit allows, its
/// voltage follows, and the case is solved again; one bus at a time, because each may relieve the others (MATPOWER, runpf with
/// pf.enforce_q_lims = 2). Unlike there, a bus whose voltage then passes its setpoint holds it again, but only once, so that the
/// switching ends.
/// </summary>
internal sealed class ReactiveLimits(NetworkCase described)
{
    /// <summary>Share of the base power by which a limit may be passed.</summary>
    private const double PowerTolerance = 1e-6;

    private const double VoltageTolerance = 1e-9;

    private readonly Dictionary<int, ReactiveLimit> _reached = [];
    private readonly HashSet<int> _returned = [];

    /// <summary>Whether there is anything to keep.</summary>
    public bool Stated => described.AcBuses.Any(
        bus => bus.Control == AcBusControl.Voltage && (bus.MinReactivePower is not null || bus.MaxReactivePower is not null));

    /// <summary>The case with the buses at their limits as load buses.</summary>
    public NetworkCase Case => _reached.Count == 0 ? described : described with { AcBuses = [.. described.AcBuses.Select(Held)] };

    /// <summary>Switches one bus, if one must be; false when the result stands.</summary>
    public bool Switch(PowerFlowResult result)
    {
        var delivered = Delivered(result);
        var (worst, most) = (-1, PowerTolerance * described.BasePower);
        for (var bus = 0; bus < delivered.Length; bus++)
        {
            var excess = Excess(bus, delivered[bus]);
            (worst, most) = excess > most ? (bus, excess) : (worst, most);
        }

        if (worst < 0)
        {
            return Return(result);
        }

        _reached[worst] = delivered[worst] > described.AcBuses[worst].MaxReactivePower ? ReactiveLimit.Maximum : ReactiveLimit.Minimum;
        return true;
    }

    /// <summary>Says in the result which buses are at which limit.</summary>
    public PowerFlowResult Mark(PowerFlowResult result) => _reached.Count == 0 ? result : result with
    {
        AcBuses = [.. result.AcBuses.Select((bus, index) => bus with { ReactiveLimit = _reached.GetValueOrDefault(index) })],
    };

    private AcBus Held(AcBus bus, int index) => _reached.GetValueOrDefault(index) switch
    {
        ReactiveLimit.Maximum => bus with { Control = AcBusControl.Load, ReactivePower = bus.MaxReactivePower!.Value },
        ReactiveLimit.Minimum => bus with { Control = AcBusControl.Load, ReactivePower = bus.MinReactivePower!.Value },
        _ => bus,
    };

    /// <summary>By how much, in var, a bus that holds its voltage is beyond its limits; 0 for all others.</summary>
    private double Excess(int index, double delivered)
    {
        var bus = described.AcBuses[index];
        return bus.Control != AcBusControl.Voltage || _reached.ContainsKey(index)
            ? 0
            : Math.Max(delivered - (bus.MaxReactivePower ?? delivered), (bus.MinReactivePower ?? delivered) - delivered);
    }

    private bool Return(PowerFlowResult result)
    {
        foreach (var (index, limit) in _reached)
        {
            var above = result.AcBuses[index].VoltagePerUnit - described.AcBuses[index].VoltageSetpoint;
            if ((limit == ReactiveLimit.Maximum ? above : -above) > VoltageTolerance && _returned.Add(index))
            {
                return _reached.Remove(index);
            }
        }

        return false;
    }

    /// <summary>What each bus itself puts in: what its branches and shunts draw, less what converters at it give.</summary>
    private double[] Delivered(PowerFlowResult result)
    {
        double[] delivered = [.. result.AcBuses.Select(bus => bus.ReactivePower)];
        var index = described.AcBuses.Select((bus, at) => (bus.Key, at)).ToDictionary(each => each.Key, each => each.at, StringComparer.Ordinal);
        for (var converter = 0; converter < result.Converters.Length; converter++)
        {
            delivered[index[described.Converters[converter].AcBus]] -= result.Converters[converter].ReactivePower;
        }

        return delivered;
    }
}
