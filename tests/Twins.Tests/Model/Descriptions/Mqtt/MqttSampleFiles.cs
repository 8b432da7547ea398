using Twins.Adapters;
using Twins.Configuration;
using Twins.Sites;

namespace Twins.Tests.Model.Descriptions.Mqtt;

/// <summary>A small set of descriptions of MQTT devices without errors, of which tests spoil one place at a time.</summary>
internal static class MqttSampleFiles
{
    public const string Type = """
        type: store
        version: 1
        title: Store
        capabilities: [activePowerControl]
        points:
          - {key: activePower, quantity: power, unit: W, kind: measurement, range: [-10000, 10000], about: Power}
          - {key: powerSetpoint, quantity: power, unit: W, kind: setpoint, range: [-10000, 10000], hold: leased, validForS: 60, safeValue: 0,
             reportedBy: activePower, about: Asked}
          - {key: mode, valueType: enum, kind: state, about: Mode, members: [{code: 0, key: idle}, {code: 1, key: running}, {code: 2, key: fault}]}
          - {key: modeCommand, valueType: enum, kind: setpoint, hold: latched, about: Asked mode, members: [{code: 0, key: idle}, {code: 1, key: running}]}
          - {key: closed, valueType: flag, kind: state, about: Whether the contactor is closed}
          - {key: name, valueType: text, kind: parameter, about: Name}
          - {key: startedAt, valueType: time, kind: state, about: Start}
          - {key: schedule, valueType: schedule, quantity: power, unit: W, kind: state, about: Plan}
        groups:
          - key: modules
            about: One module
            points:
              - {key: voltage, quantity: voltage, unit: V, kind: measurement, about: Voltage}
              - {key: temperature, quantity: temperature, unit: "°C", kind: measurement, about: Temperature}
              - {key: limitSetpoint, quantity: power, unit: W, kind: setpoint, hold: latched, about: Limit}

        """;

    public const string Device = """
        device: acme
        type: store
        version: 1
        products: [{brand: Acme, model: One}]
        source: {document: Topics, page: 3}
        mqtt:
          topics:
            - topic: acme/{device}/telemetry
              everyS: 5
              time: {pointer: /time}
              points:
                - {key: activePower, pointer: /power, unit: kW}
                - {key: mode, pointer: /state/mode}
                - {key: closed, pointer: /state/closed}
              rows:
                - each: /cells
                  index: /id
                  points:
                    - {key: modules.voltage, pointer: /u, unit: V}
            - topic: acme/{device}/name
              format: text
              points: [{key: name}]
          commands:
            - key: powerSetpoint
              topic: acme/{device}/set
              payload: '{"power": {value}, "id": "{command}"}'
              unit: kW
              tolerance: 0.1
              limits: [-5, 5]
              acknowledgement: {topic: "acme/{device}/ack", correlation: /id, result: /result, accepted: [ok], reason: /why}
              readBack: activePower
          presence: {topic: "acme/{device}/status", online: online, offline: offline}
        tested: {simulator: true}

        """;

    public const string Site = """
        site: lab
        title: Laboratory
        connections:
          - {key: field, mqtt: {host: broker.lab.example}}
          - {key: own, mqtt: {broker: embedded}}
          - {key: bus, modbus: {host: 192.0.2.1}}
        broker: {listen: 127.0.0.1}
        devices:
          - {key: store-1, device: acme, connection: field, counts: {modules: 3}}
          - {key: store-2, device: acme, connection: field, topicName: second, counts: {modules: 2}}
          - {key: store-3, device: acme, connection: own, counts: {modules: 1}}

        """;

    /// <summary>Loads the three files.</summary>
    public static LoadedConfiguration Load(string type = Type, string device = Device, string site = Site) => SiteConfigurationLoader.Load(
    [
        new DescriptionFile("types/store.yaml", type),
        new DescriptionFile("devices/acme.yaml", device),
        new DescriptionFile("sites/lab.yaml", site),
    ], FieldProtocols.All);

    /// <summary>A device of the lab, described by other topics and commands.</summary>
    public static IReadOnlyList<TwinDefinition> Define(string mqtt, string site = Site)
    {
        var head = Device[..Device.IndexOf("mqtt:", StringComparison.Ordinal)];
        var type = Type.Replace("capabilities: [activePowerControl]\n", "", StringComparison.Ordinal);
        var loaded = Load(type, $"{head}mqtt:\n{mqtt}\ntested: {{simulator: true}}\n", site);
        return [.. loaded.GetCatalog().Sites[0].Devices.Where(device => device.Entry.Connection == "field")];
    }

    /// <summary>Loads the files with a text of one of them replaced, and gives the errors, one to a line.</summary>
    public static string ErrorsAfter(string kind, string text, string replacement) => string.Join('\n', kind == "devices"
        ? Load(device: SampleFiles.Spoil(Device, text, replacement)).Errors
        : Load(site: SampleFiles.Spoil(Site, text, replacement)).Errors);
}
