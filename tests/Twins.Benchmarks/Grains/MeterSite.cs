using Twins.Adapters;
using System.Globalization;
using Twins.Benchmarks.Mqtt.Load;
using Twins.Configuration;
using Twins.Sites;

namespace Twins.Benchmarks.Grains;

/// <summary>The site whose meters are the publishers of a load: one topic each, one value in a message.</summary>
internal static class MeterSite
{
    public const string Key = "load";
    public const string Connection = "broker";

    private const string Type = """
        type: load-meter
        version: 1
        title: Meter of a load
        points:
          - {key: activePower, quantity: power, unit: W, kind: measurement, range: [-1e7, 1e7], periodS: 1, deadband: 20, about: "Power"}
        """;

    public static SiteConfiguration Of(LoadPlan plan)
    {
        string device = $$"""
            device: load-meter
            type: load-meter
            version: 1
            products: [{brand: Load, model: Meter}]
            source: {document: "Benchmark"}
            mqtt:
              topics:
                - topic: load/{{plan.Run}}/{device}/power
                  qos: {{plan.QualityOfService.ToString(CultureInfo.InvariantCulture)}}
                  time: {pointer: /time, format: epochMicroseconds}
                  points: [{key: activePower, pointer: /power, unit: W}]
            tested: {simulator: true}
            """;
        IEnumerable<string> meters = Enumerable.Range(0, plan.Publishers).Select(
            index => string.Create(CultureInfo.InvariantCulture, $"  - {{key: meter-{index}, device: load-meter, connection: {Connection}}}"));
        string site = string.Join(
            '\n',
            [$"site: {Key}", "title: Load", "connections:", string.Create(CultureInfo.InvariantCulture, $"  - {{key: {Connection}, mqtt: {{host: {plan.Host}, port: {plan.Port}, sessionExpiryS: 0}}}}"), "devices:", .. meters, ""]);
        return SiteConfigurationLoader
            .Load([new DescriptionFile("types/load-meter.yaml", Type), new DescriptionFile("devices/load-meter.yaml", device), new DescriptionFile($"sites/{Key}.yaml", site)], FieldProtocols.All)
            .GetCatalog().FindSite(Key)!;
    }
}
