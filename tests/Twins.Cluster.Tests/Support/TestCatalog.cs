using Twins.Adapters;
using System.Collections.Concurrent;
using Twins.Configuration;
using Twins.Sites;

namespace Twins.Cluster.Tests.Support;

/// <summary>Catalogs of a test's own site with the repository's types and devices.</summary>
internal static class TestCatalog
{
    /// <summary>The site <c>test</c> with one battery of 50 kW behind one connection.</summary>
    public const string OneBattery =
        """
        site: test
        title: Test site
        connections:
          - {key: storage, modbus: {host: storage.test.example, port: 502}}
        devices:
          - {key: bess-1, title: Battery, device: dc-battery-storage, connection: storage, unitId: 1,
             ratings: {maxChargePower: 50 kW, maxDischargePower: 50 kW, energyCapacity: 100 kWh}}
        """;

    private static readonly ConcurrentDictionary<string, SiteCatalog> Loaded = new(StringComparer.Ordinal);

    /// <summary>The catalog of a site, and of devices of the test's own beside the repository's.</summary>
    public static SiteCatalog Load(string site, params string[] devices) => Loaded.GetOrAdd(
        string.Join("---", [site, .. devices]),
        _ => SiteConfigurationLoader.Load(
        [
            .. Files("types"),
            .. Files("devices"),
            .. devices.Select(text => new DescriptionFile($"devices/{text.Split('\n')[0]["device: ".Length..].Trim()}.yaml", text)),
            new DescriptionFile("sites/test.yaml", site),
        ], FieldProtocols.All).GetCatalog());

    private static IEnumerable<DescriptionFile> Files(string kind) => Directory
        .EnumerateFiles(Path.Combine(Twins.Testing.Platform.Repository.SiloConfig, kind), "*.yaml")
        .Select(file => new DescriptionFile($"{kind}/{Path.GetFileName(file)}", File.ReadAllText(file)));
}
