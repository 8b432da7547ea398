using Twins.Adapters;
using Twins.Configuration;

namespace Twins.Tests.Model.Descriptions;

/// <summary>A small set of descriptions without errors, of which tests spoil one place at a time.</summary>
internal static class SampleFiles
{
    public const string Type = """
        type: battery
        version: 1
        title: Battery
        capabilities: [storage, activePowerControl]
        ratings:
          - {key: maxChargePower, quantity: power, unit: W, about: Charging, limits: {setpoint: powerSetpoint, side: lower}}
          - {key: energyCapacity, quantity: energy, unit: Wh, about: Capacity}
        points:
          - {key: activePower, quantity: power, unit: W, kind: measurement, range: [-1000, 1000], deadband: 5, about: Power}
          - {key: powerSetpoint, quantity: power, unit: W, kind: setpoint, range: [-1000, 1000], hold: leased, validForS: 60, safeValue: 0,
             reportedBy: activePower, about: Asked}
          - {key: stateOfCharge, quantity: ratio, unit: "%", kind: measurement, about: Charge, formerKeys: [soc]}
          - {key: mode, valueType: enum, kind: state, about: Mode, members: [{code: 0, key: idle}, {code: 1, key: fault, abnormal: true}]}
          - {key: name, valueType: text, kind: parameter, about: Name}
        groups:
          - key: modules
            about: One module
            points:
              - {key: voltage, quantity: voltage, unit: V, kind: measurement, periodS: 10, about: Voltage}

        """;

    public const string Device = """
        device: acme
        type: battery
        version: 1
        products: [{brand: Acme, model: One}]
        source: {document: Map, page: 3}
        modbus:
          reads:
            - {function: holding, start: 0, count: 20, everyS: 1}
            - {function: holding, start: 100, count: 10, everyS: 10, group: modules, stride: 10}
          points:
            - {key: activePower, address: 0, data: int32, unit: W}
            - {key: stateOfCharge, address: 2, data: uint16, unit: "%", notAvailable: sunspec}
            - {key: mode, address: 3, data: uint16, enum: {7: idle, 9: fault}}
            - {key: name, address: 4, data: text, length: 4}
            - {key: modules.voltage, address: 100, stride: 10, data: uint16, unit: V, scale: 0.1}
          writes:
            - {key: powerSetpoint, address: 30, data: int16, unit: W, tolerance: 1, limits: [-500, 500]}
        tested: {simulator: true}

        """;

    public const string Site = """
        site: lab
        title: Laboratory
        timeZone: Etc/UTC
        position: {latitude: 48.78, longitude: 9.18}
        connections:
          - {key: field, modbus: {host: 192.0.2.1}}
        devices:
          - {key: battery-1, device: acme, connection: field, counts: {modules: 2}, ratings: {maxChargePower: 0.4 kW}, buses: {bus: main}}
          - {key: battery-2, device: acme, connection: field, unitId: 2, counts: {modules: 1}}
        network:
          buses:
            - {key: main, kind: ac, nominalVoltage: 400 V, grid: true}
            - {key: hall, kind: ac, nominalVoltage: 400 V}
            - {key: dc-main, kind: dc, nominalVoltage: 700 V}
          lines:
            - {key: cable, from: main, to: hall, resistance: 20 mΩ, reactance: 0.01 ohm, maxCurrent: 400 A}
          converters:
            - {device: battery-1, ac: main, dc: dc-main}
        limits: {gridImport: 250 W}

        """;

    /// <summary>Loads the three files.</summary>
    public static LoadedConfiguration Load(string type = Type, string device = Device, string site = Site) => SiteConfigurationLoader.Load(
    [
        new DescriptionFile("types/battery.yaml", type),
        new DescriptionFile("devices/acme.yaml", device),
        new DescriptionFile("sites/lab.yaml", site),
    ], FieldProtocols.All);

    /// <summary>Loads the three files with a text of one of them replaced, and gives the errors, one to a line.</summary>
    public static string ErrorsAfter(string kind, string text, string replacement)
    {
        var (type, device, site) = (Type, Device, Site);
        switch (kind)
        {
            case "types":
                type = Spoil(type, text, replacement);
                break;
            case "devices":
                device = Spoil(device, text, replacement);
                break;
            default:
                site = Spoil(site, text, replacement);
                break;
        }

        return string.Join('\n', Load(type, device, site).Errors);
    }

    /// <summary>Replaces the first place of a text.</summary>
    public static string Spoil(string file, string text, string replacement)
    {
        var start = file.IndexOf(text, StringComparison.Ordinal);
        return start >= 0
            ? file[..start] + replacement + file[(start + text.Length)..]
            : throw new ArgumentException($"The sample has no '{text}'.", nameof(text));
    }
}
