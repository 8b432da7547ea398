
namespace Twins.Devices;

/// <summary>Whether a device answers.</summary>
public enum Connectivity
{
    /// <summary>Not tried yet.</summary>
    Unknown,

    /// <summary>It answers.</summary>
    Online,

    /// <summary>It does not answer, or its connection is down.</summary>
    Offline,
}

/// <summary>An adapter's word on a device's connectivity.</summary>
/// <param name="State">Whether it answers.</param>
/// <param name="Reason">Why not; null when online.</param>
/// <param name="Since">Since when.</param>
[GenerateSerializer, Alias("twins.connectivity-report"), Immutable]
public sealed record ConnectivityReport(
    [property: Id(0)] Connectivity State, [property: Id(1)] string? Reason, [property: Id(2)] Timestamp Since)
{
    /// <summary>The device was not tried yet.</summary>
    public static ConnectivityReport NotTried { get; } = new(Connectivity.Unknown, null, default);
}
