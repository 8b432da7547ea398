using Twins.Energy.Solvers.Model;

namespace Twins.Energy.Solvers.Integers;

/// <summary>One bound moved in comparison to the parent; the chain to the root is the node's problem.</summary>
internal sealed record BranchNode(BranchNode? Parent, int Column, double Lower, double Upper, double Bound)
{
    public void ApplyTo(Problem problem)
    {
        // The nearest ancestor's bounds are the narrowest: they are set last.
        Parent?.ApplyTo(problem);
        if (Column >= 0)
        {
            problem.SetBounds(new Variable(Column), Lower, Upper);
        }
    }
}
