using System.Collections.Immutable;
using System.Net;
using Twins.Benchmarks.Simulation;
using Twins.Adapters;
using Twins.Points;
using Twins.Readings;
using Twins.Sites;
using Twins.Simulator;

namespace Twins.Benchmarks.Grains;

/// <summary>Sites of many devices after the repository's descriptions, and what is read from them.</summary>
internal static class Fleets
{
    public static SiteConfiguration Batteries(int count, int perConnection = 1) => Of("stuttgart-dc", "ess-1", count, perConnection);

    /// <summary>Meters with three phases.</summary>
    public static SiteConfiguration Meters(int count) => Of("industrial", "grid-meter", count, perConnection: 1);

    /// <summary>A batch of ten numbers: the same in every batch, or each beyond its deadband from those of the batch of the number before.</summary>
    public static ReadingBatch Batch(TwinDefinition device, long number, bool isNews = false)
    {
        Timestamp now = Timestamp.Now(TimeProvider.System);
        var readings = ImmutableArray.CreateBuilder<Reading>(10);
        for (int ordinal = 0; readings.Count < 10; ordinal++)
        {
            if (device.Points[ordinal].ValueType == PointValueType.Number && device.Points[ordinal].Setpoint is null)
            {
                double value = (((device.Points[ordinal].Deadband * 2) + 1) * (isNews ? number % 2 : 0)) + 1;
                readings.Add(new Reading(ordinal, PointValue.FromNumber(value), Quality.Good, QualityReason.None, now, TimeSource.Gateway));
            }
        }

        return new ReadingBatch(device.Key.ToString(), device.Hash, Start: 1, number, now, readings.MoveToImmutable());
    }

    private static SiteConfiguration Of(string site, string device, int count, int perConnection) =>
        SimulatedSites.Fleet(DescribedCatalog.Load().FindSite(site)!.FindDevice(device)!, count, perConnection);

    /// <summary>Connections served by simulators.</summary>
    public sealed class Served(IReadOnlyDictionary<string, IPEndPoint> endpoints) : IConnectionResolver
    {
        public ResolvedEndpoint Resolve(string site, ConnectionDescription connection)
        {
            IPEndPoint endpoint = endpoints[connection.Key];
            return new ResolvedEndpoint(endpoint.Address.ToString(), endpoint.Port, Simulated: true);
        }
    }
}
