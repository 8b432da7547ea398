namespace Twins.Optimization.Physics;

/// <summary>
/// The exact answer of a first-order lag <c>τ·dx/dt = x∞ − x</c> over one step with a constant target. Exact at any step length,
/// so accelerated runs neither oscillate nor drift.
/// </summary>
internal static class FirstOrder
{
    public static double Approach(double present, double target, TimeSpan step, double timeConstantS) =>
        target + ((present - target) * Math.Exp(-step.TotalSeconds / timeConstantS));

    /// <summary>The mean of the same curve over the step: what integrates to the energy that flowed.</summary>
    public static double Mean(double present, double target, TimeSpan step, double timeConstantS)
    {
        var ratio = step.TotalSeconds / timeConstantS;
        return target + ((present - target) * (ratio < 1e-9 ? 1 : -double.ExpM1(-ratio) / ratio));
    }
}
