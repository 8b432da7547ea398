using Twins.Adapters;
using Twins.Configuration;
using Twins.Adapters.Modbus;
using Twins.Readings;
using Twins.Sites;

namespace Twins.Tests.Model.Golden;

/// <summary>A device of a repository description, read from a fixture's registers through the real plan and decoder.</summary>
internal sealed class GoldenDevice
{
    private static readonly Lazy<SiteCatalog> Catalog = new(LoadCatalog);

    private readonly Dictionary<ModbusTable, ushort[]> _memory = Enum.GetValues<ModbusTable>().ToDictionary(table => table, _ => new ushort[65_536]);

    public GoldenDevice(string device, GoldenFixture fixture)
    {
        Definition = Catalog.Value.FindDevice(new DeviceKey("golden", device))!;
        Map = ModbusMap.Compile(Definition);
        Factors = new ModbusScaleFactors(Map);
        foreach (var point in fixture.Points.Concat(fixture.ScaleFactors))
        {
            point.Raw.CopyTo(_memory[Enum.Parse<ModbusTable>(point.Table, ignoreCase: true)], point.Address);
        }
    }

    public TwinDefinition Definition { get; }

    public ModbusMap Map { get; }

    public ModbusScaleFactors Factors { get; }

    /// <summary>Reads every request of the plan twice: the second time all scale factors are known.</summary>
    public Dictionary<string, Reading> ReadAll()
    {
        var plan = ModbusReadPlan.Create(Map);
        var decoder = new ModbusDecoder(Map, plan);
        var readings = new Dictionary<string, Reading>(StringComparer.Ordinal);
        var buffer = new Reading[decoder.MostReadings];
        foreach (var request in plan.Concat(plan))
        {
            var words = _memory[request.Table].AsSpan(request.Start, request.Count);
            var count = request.Table is ModbusTable.Coil or ModbusTable.Discrete
                ? decoder.Decode(request.Index, words.ToArray().Select(word => word != 0).ToArray(), default, buffer)
                : decoder.Decode(request.Index, words, Factors, default, buffer);
            foreach (var reading in buffer.AsSpan(0, count))
            {
                readings[Definition.Points[reading.Point].Key] = reading;
            }
        }

        return readings;
    }

    // One site with a device of every fixture, and the counts that the fixture names.
    private static SiteCatalog LoadCatalog()
    {
        var entries = GoldenFixture.DeviceKeys().Select((device, index) =>
        {
            var counts = GoldenFixture.Read(device).Counts.Select(pair => $"{pair.Key}: {pair.Value}");
            return $"  - {{key: {device}, device: {device}, connection: field, unitId: {index}, counts: {{{string.Join(", ", counts)}}}}}";
        });
        var site = $"site: golden\ntitle: Golden\nconnections: [{{key: field, modbus: {{host: 192.0.2.1}}}}]\ndevices:\n{string.Join('\n', entries)}\n";
        return SiteConfigurationLoader.Load(
            [.. RepositoryFolder.ReadDescriptions("types"), .. RepositoryFolder.ReadDescriptions("devices"), new DescriptionFile("sites/golden.yaml", site)], FieldProtocols.All).GetCatalog();
    }
}
