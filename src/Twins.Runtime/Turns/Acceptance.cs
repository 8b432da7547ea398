namespace Twins.Runtime.Turns;

/// <summary>What became of a request that was offered.</summary>
internal enum Acceptance
{
    Accepted,

    /// <summary>The mailbox holds as many as it may.</summary>
    Full,

    /// <summary>The activation has ended; the next one takes it.</summary>
    Closed,
}
