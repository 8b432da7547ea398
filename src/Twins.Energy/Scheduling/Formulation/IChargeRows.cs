using Twins.Energy.Solvers.Model;

namespace Twins.Energy.Scheduling.Formulation;

/// <summary>Rows of something that can be charged.</summary>
internal interface IChargeRows : IAssetRows
{
    /// <summary>Charge power in the k-th step of the stay, in kW.</summary>
    Variable Charge(int k);

    /// <summary>Its upper bound in kW.</summary>
    double ChargeKw(int k);
}
