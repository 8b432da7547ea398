namespace Twins.Energy.PowerFlow;

/// <summary>
/// Power flow of hybrid AC/DC networks: radial or meshed, of one or several islands, in one Newton–Raphson iteration over
/// AC voltages and angles, DC voltages and converter powers.
/// </summary>
public static class PowerFlowSolver
{
    /// <summary>Calculates the state of a network.</summary>
    /// <param name="network">The case, in SI units.</param>
    /// <param name="options">Tolerance and bounds; the defaults when null.</param>
    /// <returns>The state; or, without a solution, the state at the largest load that can be carried and where it collapses.</returns>
    /// <exception cref="NetworkCaseException">The case cannot be calculated; every fault is named with element and value.</exception>
    public static PowerFlowResult Solve(NetworkCase network, PowerFlowOptions? options = null)
    {
        NetworkCaseValidator.ThrowIfFaulty(network);
        return WithinLimits(network, options ?? new PowerFlowOptions()).Result;
    }

    /// <summary>Solves a valid case until no voltage bus is beyond its reactive limits; with the case that holds at the end.</summary>
    internal static (PowerFlowResult Result, NetworkCase Case) WithinLimits(NetworkCase network, PowerFlowOptions options)
    {
        var limits = new ReactiveLimits(network);
        var result = SolveOnce(network, options);
        while (options.EnforceReactiveLimits && limits.Stated && result.Status == PowerFlowStatus.Solved && limits.Switch(result))
        {
            result = SolveOnce(limits.Case, options);
        }

        return (limits.Mark(result), limits.Case);
    }

    private static PowerFlowResult SolveOnce(NetworkCase network, PowerFlowOptions options)
    {
        var perUnit = new PerUnitNetwork(network);
        var newton = new NewtonIteration(perUnit, options);
        var state = NetworkState.Flat(perUnit);
        return newton.Solve(state, scale: 1)
            ? new ResultBuilder(perUnit, state).Build(PowerFlowStatus.Solved, newton, collapse: null)
            : Unsolvable(perUnit, newton);
    }

    private static PowerFlowResult Unsolvable(PerUnitNetwork perUnit, NewtonIteration newton)
    {
        var (share, state) = LoadabilitySearch.Find(perUnit, newton);
        var shown = state ?? NetworkState.Flat(perUnit);
        var (bus, voltage) = Weakest(perUnit.Case, shown);
        return new ResultBuilder(perUnit, shown).Build(
            PowerFlowStatus.NoSolution, newton, new VoltageCollapse(bus, state is null ? 0 : voltage, share));
    }

    private static (string Bus, double Voltage) Weakest(NetworkCase network, NetworkState state)
    {
        var ac = network.AcBuses.Select((bus, i) => (bus.Key, PerUnit: state.AcVoltage[i], Volts: state.AcVoltage[i] * bus.NominalVoltage));
        var dc = network.DcBuses.Select((bus, i) => (bus.Key, PerUnit: state.DcVoltage[i], Volts: state.DcVoltage[i] * bus.NominalVoltage));
        var weakest = ac.Concat(dc).MinBy(bus => bus.PerUnit);
        return (weakest.Key, weakest.Volts);
    }
}

/// <summary>How a power flow is calculated.</summary>
public sealed record PowerFlowOptions
{
    /// <summary>Default of <see cref="Tolerance"/>.</summary>
    public const double DefaultTolerance = 1e-10;

    /// <summary>Default of <see cref="MaxIterations"/>.</summary>
    public const int DefaultMaxIterations = 30;

    /// <summary>Largest mismatch of any balance that counts as solved, as a share of the case's base power.</summary>
    public double Tolerance { get; init; } = DefaultTolerance;

    /// <summary>Maximum number of Newton steps; a case that needs more has no solution or is badly posed.</summary>
    public int MaxIterations { get; init; } = DefaultMaxIterations;

    /// <summary>Whether voltage buses keep within their stated reactive limits, giving up their voltage where they must; default true.</summary>
    public bool EnforceReactiveLimits { get; init; } = true;
}
