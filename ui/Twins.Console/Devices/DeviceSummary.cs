using System.Globalization;
using Twins.Devices;
using Twins.Client.Live;
using Twins.Readings;
using Twins.OperatorConsole.Fleet;
using Twins.OperatorConsole.Formatting;

namespace Twins.OperatorConsole.Devices;

/// <summary>A device at a glance, from its live state.</summary>
/// <param name="Note">The worst that there is to say.</param>
/// <param name="Fresh">Points that are fresh.</param>
/// <param name="Expected">Points that are polled.</param>
/// <param name="Simulated">Whether values come from a simulated device.</param>
public sealed record DeviceSummary(AttentionNote Note, int Fresh, int Expected, bool Simulated)
{
    /// <summary><c>12 of 14 fresh</c>.</summary>
    public string FreshText => string.Create(CultureInfo.InvariantCulture, $"{Fresh} of {Expected} fresh");

    /// <summary>Judges a device as of now.</summary>
    public static DeviceSummary Of(LiveDevice device)
    {
        var layout = DeviceLayout.Of(device.Definition);
        var readings = device.ReadAll();
        var fresh = layout.Polled.Count(ordinal => Freshness.IsFresh(readings[ordinal].Quality));
        var abnormal = layout.Polled
            .Where(ordinal => Freshness.IsFresh(readings[ordinal].Quality) && ValueText.IsAbnormal(device.Definition.Points[ordinal], readings[ordinal].Value))
            .Select(ordinal => PointLabel.Of(device.Definition.Points[ordinal].Key))
            .ToList();
        var simulated = readings.Any(reading => reading.Reason == QualityReason.Simulated);
        return new(Judge(device, fresh, layout.Polled.Length, abnormal), fresh, layout.Polled.Length, simulated);
    }

    private static AttentionNote Judge(LiveDevice device, int fresh, int expected, List<string> abnormal)
    {
        var connectivity = device.Connectivity;
        return (connectivity.State, abnormal, fresh) switch
        {
            _ when !device.IsLive && connectivity.State == Connectivity.Unknown => new(Attention.Unknown, "No data yet"),
            _ when !device.IsLive => new(Attention.Lost, "Not live: the twin has not been heard"),
            (Connectivity.Offline, _, _) => new(Attention.Lost, Because("Does not answer", connectivity.Reason)),
            (_, [var one], _) => new(Attention.Fault, one),
            (_, [var first, .. var more], _) => new(Attention.Fault, string.Create(CultureInfo.InvariantCulture, $"{first} and {more.Count} more")),
            (_, _, 0) when expected > 0 => new(Attention.Unknown, "No data yet"),
            _ when fresh < expected => new(Attention.Stale, string.Create(CultureInfo.InvariantCulture, $"{expected - fresh} values not current")),
            _ => new(Attention.Normal, "Normal"),
        };
    }

    private static string Because(string text, string? reason) => reason is null ? text : $"{text}: {reason}";
}
