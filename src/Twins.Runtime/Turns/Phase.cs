namespace Twins.Runtime.Turns;

/// <summary>The life of a turn queue. Only an open one begins ordinary requests.</summary>
internal enum Phase : byte
{
    /// <summary>Runs its first request, behind which others gather.</summary>
    Opening,

    Open,

    /// <summary>Finishes what has begun, then runs its last request.</summary>
    Closing,

    Closed,
}
