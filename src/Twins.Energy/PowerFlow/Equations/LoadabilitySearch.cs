namespace Twins.Energy.PowerFlow.Equations;

/// <summary>
/// Says how far a case without solution is from having one: the largest share of its loads and power setpoints that
/// the network can carry, found by bisection from the last solvable point, and the bus that collapses there.
/// </summary>
internal static class LoadabilitySearch
{
    private const int Bisections = 30;

    public static (double Share, NetworkState? State) Find(PerUnitNetwork network, NewtonIteration newton)
    {
        var reached = NetworkState.Flat(network);
        if (!newton.Solve(reached, scale: 0))
        {
            return (0, null);
        }

        var (low, high) = (0.0, 1.0);
        for (var i = 0; i < Bisections; i++)
        {
            var middle = (low + high) / 2;
            var trial = reached.Copy();
            if (newton.Solve(trial, middle))
            {
                (low, reached) = (middle, trial);
            }
            else
            {
                high = middle;
            }
        }

        return (low, reached);
    }
}
