namespace Twins.OperatorConsole.Fleet;

/// <summary>How much a site or device asks for the operator, the most urgent first: the order in which tiles stand.</summary>
public enum Attention
{
    /// <summary>A limit is exceeded, or a device reports a fault.</summary>
    Fault,

    /// <summary>Something does not answer.</summary>
    Lost,

    /// <summary>Some of what is shown is not current.</summary>
    Stale,

    /// <summary>Nothing is known yet.</summary>
    Unknown,

    /// <summary>Nothing to do.</summary>
    Normal,
}

/// <summary>What asks for the operator, in words.</summary>
/// <param name="Level">How much.</param>
/// <param name="Text">Why, in a sentence; of several reasons the worst.</param>
public sealed record AttentionNote(Attention Level, string Text);
