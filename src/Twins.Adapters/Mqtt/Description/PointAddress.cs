using System.Globalization;
using Twins.Points;
using Twins.Sites;

namespace Twins.Adapters.Mqtt;

/// <summary>A point of a device at its own part, and what the placeholders stand for there.</summary>
/// <param name="Key">Key in the point table.</param>
/// <param name="Ordinal">Ordinal in the point table.</param>
/// <param name="Fill">What a placeholder stands for; null for those of commands.</param>
internal sealed record PointAddress(string Key, int Ordinal, Func<MqttPlaceholder, string?> Fill)
{
    /// <summary>The addresses of a described point: one, or one for each part of its group.</summary>
    public static IEnumerable<PointAddress> Of(TwinDefinition device, string key, int firstIndex)
    {
        var (group, name) = PointKeys.Split(key);
        var parts = group is null ? 1 : device.Entry.Counts.GetValueOrDefault(group);
        for (var part = 0; part < parts; part++)
        {
            var own = group is null ? name : PointKeys.OfPart(group, part + 1, name);
            if (!device.Points.TryGetOrdinal(own, out var ordinal))
            {
                throw new ArgumentException($"'{device.Key}' has no point '{own}'.", nameof(device));
            }

            yield return new PointAddress(own, ordinal, Filler(device, group is null ? null : firstIndex + part));
        }
    }

    /// <summary>What the placeholders stand for in a device's topics and names.</summary>
    /// <param name="device">The device.</param>
    /// <param name="index">The device's number of a part; null outside groups.</param>
    public static Func<MqttPlaceholder, string?> Filler(TwinDefinition device, int? index) => placeholder => placeholder switch
    {
        MqttPlaceholder.Site => device.Key.Site,
        MqttPlaceholder.Device => MqttAddress.NameOf(device.Entry),
        MqttPlaceholder.Index => index?.ToString(CultureInfo.InvariantCulture),
        _ => null,
    };
}
