namespace Twins.Runtime.CodeGeneration;

/// <summary>How the calls of a method are treated, from its attributes.</summary>
[Flags]
public enum GrainMethodTraits
{
    /// <summary>Waits until the grain has finished what it has begun.</summary>
    None = 0,

    /// <summary><see cref="AlwaysInterleaveAttribute"/>.</summary>
    AlwaysInterleave = 1,

    /// <summary><see cref="ReadOnlyAttribute"/>.</summary>
    ReadOnly = 2,

    /// <summary><see cref="OneWayAttribute"/>, or a method that returns nothing.</summary>
    OneWay = 4,
}
