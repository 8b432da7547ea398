using System.Globalization;

namespace Twins.Testing.Platform;

/// <summary>A folder of descriptions with the product's types and devices, and one site of the test.</summary>
public sealed class TestSiteFolder : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("twins-site");

    private TestSiteFolder(string site, string? device = null)
    {
        foreach (var kind in new[] { "types", "devices" })
        {
            var target = _root.CreateSubdirectory(Path.Combine("config", kind)).FullName;
            foreach (var file in Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "silo-config", kind)))
            {
                File.Copy(file, Path.Combine(target, Path.GetFileName(file)));
            }
        }

        if (device is not null)
        {
            File.WriteAllText(Path.Combine(Config, "devices", "lab-inverter.yaml"), device);
        }

        _root.CreateSubdirectory(Path.Combine("config", "sites"));
        File.WriteAllText(Path.Combine(Config, "sites", "lab.yaml"), site);
    }

    /// <summary>The folder of descriptions.</summary>
    public string Config => Path.Combine(_root.FullName, "config");

    /// <summary>A folder for everything durable.</summary>
    public string Data => Path.Combine(_root.FullName, "data");

    /// <summary>A site with a battery that answers, and one that accepts connections and stays silent.</summary>
    public static TestSiteFolder WithBatteries(int live, int silent) => new(string.Create(CultureInfo.InvariantCulture, $$$"""
        site: lab
        title: Laboratory
        connections:
          - {key: live, modbus: {host: 127.0.0.1, port: {{{live}}}}}
          - {key: silent, modbus: {host: 127.0.0.1, port: {{{silent}}}}}
        devices:
          - {key: bess-1, title: Live battery, device: dc-battery-storage, connection: live,
             ratings: {maxChargePower: 50 kW, maxDischargePower: 50 kW, energyCapacity: 100 kWh}}
          - {key: bess-2, title: Silent battery, device: dc-battery-storage, connection: silent,
             ratings: {maxChargePower: 50 kW, maxDischargePower: 50 kW, energyCapacity: 100 kWh}}

        """));

    /// <summary>A site with two inverters behind an MQTT broker on loopback.</summary>
    /// <param name="port">Port of the broker.</param>
    /// <param name="embedded">Whether the broker is the site's own, which the host runs.</param>
    public static TestSiteFolder WithInverters(int port, bool embedded) => new(
        string.Create(CultureInfo.InvariantCulture, $$$"""
        site: lab
        title: Laboratory
        connections:
          - {key: roof, mqtt: {{{{(embedded ? "broker: embedded" : string.Create(CultureInfo.InvariantCulture, $"host: 127.0.0.1, port: {port}"))}}}}}
        {{{(embedded ? string.Create(CultureInfo.InvariantCulture, $"broker: {{port: {port}}}") : "")}}}
        devices:
          - {key: inverter-1, title: First inverter, device: lab-inverter, connection: roof, ratings: {peakPower: 5 kW}}
          - {key: inverter-2, title: Second inverter, device: lab-inverter, connection: roof, ratings: {peakPower: 5 kW}}

        """),
        """
        device: lab-inverter
        type: pv
        version: 1
        products: [{brand: Laboratory, model: Inverter}]
        source: {document: "Of the test"}
        mqtt:
          topics:
            - topic: pv/{device}/telemetry
              everyS: 30
              points:
                - {key: activePower, pointer: /power, unit: W}
                - {key: powerLimitSetpoint, pointer: /limit, unit: W}
          commands:
            - {key: powerLimitSetpoint, topic: "pv/{device}/set", payload: '{"limit": {value}, "id": "{command}"}', unit: W, tolerance: 5,
               acknowledgement: {topic: "pv/{device}/answer", correlation: /id, result: /ok, accepted: [true], reason: /why}}
          presence: {topic: "pv/{device}/status", online: online, offline: offline}
        tested: {simulator: true, independentPeer: true}

        """);

    /// <summary>A site with a battery that nobody serves, and further parts of the site file.</summary>
    public static TestSiteFolder WithParts(string parts) => new($$$"""
        site: lab
        title: Laboratory
        {{{parts.ReplaceLineEndings("\n")}}}
        connections:
          - {key: nobody, modbus: {host: 127.0.0.1, port: 9}}
        devices:
          - {key: bess-1, title: Battery, device: dc-battery-storage, connection: nobody,
             ratings: {maxChargePower: 50 kW, maxDischargePower: 50 kW, energyCapacity: 100 kWh}}

        """);

    /// <summary>A site with three mistakes.</summary>
    public static TestSiteFolder WithMistakes() => new("""
        site: lab
        title: Laboratory
        connections:
          - {key: live, modbus: {host: 127.0.0.1, port: 70000}}
        devices:
          - {key: bess-1, title: Battery, device: dc-batery-storage, connection: live}
          - {key: bess-2, title: Battery, device: dc-battery-storage, connection: gone}

        """);

    public void Dispose() => _root.Delete(recursive: true);
}
