using Twins.Optimization.Scheduling.Results;

namespace Twins.Optimization.Scheduling.Formulation;

/// <summary>The variables and rows of one element, and how to read its schedule from a solution.</summary>
internal interface IAssetRows
{
    ElementSchedule Read(SolvedPoint point);
}
