namespace Twins.Energy.Physics;

/// <summary>
/// The exact answer of a first-order lag <c>τ·dx/dt = x∞ − x</c> over one step with a constant target. Exact at any step length,
/// so accelerated runs neither oscillate nor drift.
/// </summary>
public static class FirstOrder
{
    /// <summary>The value at the end of the step.</summary>
    /// <param name="present">The value at the beginning.</param>
    /// <param name="target">x∞, in the same unit: where the value would settle.</param>
    /// <param name="step">Length of the step, not negative.</param>
    /// <param name="timeConstantS">τ in s, above 0: after it 63 % of the way is done.</param>
    /// <returns>The value, between present and target.</returns>
    public static double Approach(double present, double target, TimeSpan step, double timeConstantS) =>
        target + ((present - target) * Math.Exp(-step.TotalSeconds / timeConstantS));

    /// <summary>The mean over the step: what integrates to the energy that flowed.</summary>
    /// <param name="present">The value at the beginning.</param>
    /// <param name="target">x∞, in the same unit.</param>
    /// <param name="step">Length of the step, not negative.</param>
    /// <param name="timeConstantS">τ in s, above 0.</param>
    /// <returns>The mean, between present and target.</returns>
    public static double Mean(double present, double target, TimeSpan step, double timeConstantS)
    {
        var ratio = step.TotalSeconds / timeConstantS;
        return target + ((present - target) * (ratio < 1e-9 ? 1 : -double.ExpM1(-ratio) / ratio));
    }
}
