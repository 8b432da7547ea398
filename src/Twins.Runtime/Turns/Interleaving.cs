namespace Twins.Runtime.Turns;

/// <summary>Between whose turns a request may run.</summary>
internal enum Interleaving
{
    /// <summary>It runs alone.</summary>
    None,

    /// <summary>Between those of other read-only requests.</summary>
    ReadOnly,

    /// <summary>Between anybody's.</summary>
    Always,
}
