namespace Twins.Commands;

/// <summary>What became of an attempt to select a setpoint before a command (select before operate).</summary>
/// <param name="Granted">Whether the setpoint is now selected by the holder who asked.</param>
/// <param name="Holder">Who has it selected now; null when nobody does.</param>
/// <param name="Remaining">How much longer; zero when nobody does.</param>
/// <param name="Refusal">Why it was not granted; null when it was.</param>
[GenerateSerializer, Alias("twins.selection"), Immutable]
public sealed record SelectionResult(
    [property: Id(0)] bool Granted,
    [property: Id(1)] string? Holder,
    [property: Id(2)] TimeSpan Remaining,
    [property: Id(3)] string? Refusal);
