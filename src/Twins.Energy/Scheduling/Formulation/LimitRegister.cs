using Twins.Energy.Solvers.Model;

namespace Twins.Energy.Scheduling.Formulation;

/// <summary>Remembers which upper bound stands for which limit of which element, so that binding ones can be named.</summary>
internal sealed class LimitRegister
{
    private readonly List<DeviceLimit> _limits = [];

    public IReadOnlyList<DeviceLimit> All => _limits;

    /// <param name="element">Key of the element.</param>
    /// <param name="name">The limit in words.</param>
    /// <param name="unit">W or Wh.</param>
    /// <param name="step">Index of the step.</param>
    /// <param name="variable">The variable bounded from above, in kW or kWh.</param>
    /// <param name="value">The bound, in kW or kWh.</param>
    public void Add(string element, string name, string unit, int step, Variable variable, double value) =>
        _limits.Add(new DeviceLimit(new LimitTopic(element, name, unit), step, variable, value));
}

/// <summary>A limit of an element, over all steps.</summary>
internal readonly record struct LimitTopic(string Element, string Name, string Unit);

/// <summary>A limit in one step.</summary>
internal readonly record struct DeviceLimit(LimitTopic Topic, int Step, Variable Variable, double Value);
