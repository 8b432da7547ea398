namespace Twins.Api;

/// <summary>What the host says to the API.</summary>
/// <param name="Simulate">Whether the sites' devices are simulated instead of reached in the field.</param>
public sealed record ApiSettings(bool Simulate);
