using Twins.Devices;

namespace Twins.Api.Devices;

/// <summary>Whether a device answers.</summary>
/// <param name="State">Online, offline, or unknown before the first attempt.</param>
/// <param name="Reason">Why not; null when online.</param>
/// <param name="Since">Since when; null when it was not tried yet.</param>
internal sealed record ConnectivityAnswer(Connectivity State, string? Reason, Timestamp? Since)
{
    /// <summary>The answer for a twin's report.</summary>
    public static ConnectivityAnswer From(ConnectivityReport report) =>
        new(report.State, report.Reason, report.Since == default ? null : report.Since);
}
