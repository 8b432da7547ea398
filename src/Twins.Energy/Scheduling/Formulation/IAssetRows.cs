using Twins.Energy.Scheduling.Results;

namespace Twins.Energy.Scheduling.Formulation;

/// <summary>The variables and rows of one element, and how to read its schedule from a solution.</summary>
internal interface IAssetRows
{
    ElementSchedule Read(SolvedPoint point);
}
