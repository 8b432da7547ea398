using System.Collections.Immutable;
using Twins.Devices;
using Twins.Points;
using Twins.Sites;

namespace Twins.Tests.Simulator.Models;

/// <summary>Devices of a described type whose product speaks no protocol: for physics alone.</summary>
internal static class DescribedProducts
{
    public static TwinDefinition Of(
        string typeKey, DeviceKey key, ImmutableDictionary<string, string>? buses = null, ImmutableDictionary<string, double>? ratings = null)
    {
        var type = DescribedSites.Configuration.Types.Single(type => type.Key == typeKey);
        var entry = new DeviceEntry
        {
            Key = key.Device,
            Title = key.Device,
            Device = "product",
            Connection = "connection",
            Buses = buses ?? ImmutableDictionary<string, string>.Empty,
            Ratings = ratings ?? ImmutableDictionary<string, double>.Empty,
        };
        var description = new DeviceDescription
        {
            Key = "product",
            Type = typeKey,
            Version = 1,
            Products = [],
            Source = new DescriptionSource("test", null),
            Protocol = new Silence(),
            Tested = new TestedAgainst(true, false, false),
        };
        var offered = type.Points.ToDictionary(point => point.Key, point => point.Period, StringComparer.Ordinal);
        var points = PointTable.Expand(type, offered, ImmutableDictionary<string, int>.Empty);
        return new TwinDefinition(key, type, description, entry, points, "hash");
    }

    private sealed class Silence : IProtocolDescription
    {
        public string Protocol => "none";

        public IEnumerable<ReportedPoint> ReportedPoints() => [];

        public IEnumerable<SetpointRules> Setpoints() => [];
    }
}
