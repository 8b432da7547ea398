using System.Collections.Immutable;

namespace Twins.Energy.Scheduling.Sites;

/// <summary>One number per time step, or one number for all steps. The unit is that of the property it is given to.</summary>
/// <param name="Values">One value for all steps, or as many as the horizon has steps; an empty profile is 0 throughout.</param>
public readonly record struct Profile(ImmutableArray<double> Values)
{
    /// <summary>How many values there are; 0 for an empty profile.</summary>
    public int Count => Values.IsDefault ? 0 : Values.Length;

    /// <summary>The value of a step.</summary>
    /// <param name="step">Index of the step, from 0.</param>
    public double this[int step] => Count switch
    {
        0 => 0,
        1 => Values[0],
        _ => Values[step],
    };

    /// <summary>The same number in every step.</summary>
    public static implicit operator Profile(double value) => Constant(value);

    /// <summary>The same number in every step.</summary>
    public static Profile Constant(double value) => new([value]);

    /// <summary>One number per step.</summary>
    public static Profile Of(params ReadOnlySpan<double> values) => new([.. values]);

    /// <summary>The profile without its first steps; a constant stays as it is.</summary>
    /// <param name="steps">Number of steps to leave out, at least 0.</param>
    public Profile Skip(int steps) => Count <= 1 ? this : new(Values[steps..]);
}
