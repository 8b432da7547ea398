namespace Twins.Energy.Solvers.Presolve;

/// <summary>The record of one reduction: restores what it took out, given all that was restored before.</summary>
internal interface IPostsolveStep
{
    void Restore(PostsolvePoint point);
}
