namespace Twins.Energy.Control;

/// <summary>Lets a setpoint move no faster than its device, or its grid, may.</summary>
public static class RampLimiter
{
    /// <summary>The setpoint after a step towards the target.</summary>
    /// <param name="previous">The setpoint before, in any unit.</param>
    /// <param name="target">Where it shall go, in the same unit.</param>
    /// <param name="risePerSecond">Fastest rise in that unit per second; not negative, infinite for none.</param>
    /// <param name="fallPerSecond">Fastest fall in that unit per second, as a magnitude; not negative, infinite for none.</param>
    /// <param name="step">Time since the step before; not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is NaN, or a rate or the time is negative.</exception>
    public static double Step(double previous, double target, double risePerSecond, double fallPerSecond, TimeSpan step)
    {
        ControlArgument.Finite(previous, nameof(previous));
        ControlArgument.Finite(target, nameof(target));
        ControlArgument.NotNegative(risePerSecond, nameof(risePerSecond));
        ControlArgument.NotNegative(fallPerSecond, nameof(fallPerSecond));
        ControlArgument.NotNegative(step.TotalSeconds, nameof(step));
        return Math.Clamp(target, previous - fallPerSecond * step.TotalSeconds, previous + risePerSecond * step.TotalSeconds);
    }
}
