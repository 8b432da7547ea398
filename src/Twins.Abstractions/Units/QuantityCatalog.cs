using System.Diagnostics.CodeAnalysis;

namespace Twins.Units;

/// <summary>
/// All quantities and units there are. Factors follow the SI brochure (9th edition, tables 7 and 8) and its section 4 for
/// units outside the SI; 1 kWh = 3.6 MJ, 0 °C = 273.15 K, °F = °C × 9/5 + 32.
/// </summary>
public static class QuantityCatalog
{
    private static readonly List<Quantity> Defined = [];

    /// <summary>Active power, W.</summary>
    public static Quantity Power { get; } = Define(
        "power", "Active power", new("W"), new("mW", 1, 1000), new("kW", 1000), new("MW", 1e6), new("GW", 1e9));

    /// <summary>Reactive power, var.</summary>
    public static Quantity ReactivePower { get; } = Define(
        "reactivePower", "Reactive power", new("var"), new("kvar", 1000), new("Mvar", 1e6));

    /// <summary>Apparent power, VA.</summary>
    public static Quantity ApparentPower { get; } = Define(
        "apparentPower", "Apparent power", new("VA"), new("kVA", 1000), new("MVA", 1e6));

    /// <summary>Change of active power over time, W/s.</summary>
    public static Quantity PowerRamp { get; } = Define(
        "powerRamp", "Change of active power over time", new("W/s"), new("kW/s", 1000), new("kW/min", 1000, 60), new("MW/min", 1e6, 60));

    /// <summary>Active energy, Wh.</summary>
    public static Quantity Energy { get; } = Define(
        "energy", "Active energy", new("Wh"), new("kWh", 1000), new("MWh", 1e6), new("GWh", 1e9),
        new("J", 1, 3600), new("kJ", 1000, 3600), new("MJ", 1e6, 3600));

    /// <summary>Reactive energy, varh.</summary>
    public static Quantity ReactiveEnergy { get; } = Define(
        "reactiveEnergy", "Reactive energy", new("varh"), new("kvarh", 1000), new("Mvarh", 1e6));

    /// <summary>Apparent energy, VAh.</summary>
    public static Quantity ApparentEnergy { get; } = Define(
        "apparentEnergy", "Apparent energy", new("VAh"), new("kVAh", 1000), new("MVAh", 1e6));

    /// <summary>Voltage, V.</summary>
    public static Quantity Voltage { get; } = Define("voltage", "Voltage", new("V"), new("mV", 1, 1000), new("kV", 1000));

    /// <summary>Current, A.</summary>
    public static Quantity Current { get; } = Define("current", "Current", new("A"), new("mA", 1, 1000), new("kA", 1000));

    /// <summary>Electric charge, Ah.</summary>
    public static Quantity Charge { get; } = Define("charge", "Electric charge", new("Ah"), new("mAh", 1, 1000), new("C", 1, 3600));

    /// <summary>Resistance, reactance or droop coefficient, Ω.</summary>
    public static Quantity Resistance { get; } = Define(
        "resistance", "Resistance, reactance, or droop coefficient (V/A)",
        new("Ω", Alias: "ohm"), new("mΩ", 1, 1000, Alias: "mohm"), new("kΩ", 1000, Alias: "kohm"), new("MΩ", 1e6, Alias: "Mohm"));

    /// <summary>Frequency, Hz.</summary>
    public static Quantity Frequency { get; } = Define("frequency", "Frequency", new("Hz"), new("mHz", 1, 1000), new("kHz", 1000));

    /// <summary>Temperature, °C.</summary>
    public static Quantity Temperature { get; } = Define(
        "temperature", "Temperature",
        new("°C", Alias: "degC"), new("K", 100, 100, -27315), new("°F", 5, 9, -160, Alias: "degF"));

    /// <summary>Ratio, %.</summary>
    public static Quantity Ratio { get; } = Define(
        "ratio", "Ratio: state of charge, efficiency, distortion, humidity", new("%"), new("‰", 1, 10, Alias: "permille"), new("1", 100), new("ppm", 1, 10_000));

    /// <summary>Power factor, 1.</summary>
    public static Quantity PowerFactor { get; } = Define("powerFactor", "Power factor, −1 to 1", new("1"), new UnitDefinition("%", 1, 100));

    /// <summary>Count of things, 1.</summary>
    public static Quantity Count { get; } = Define("count", "Number of things", new("1"));

    /// <summary>Duration, s.</summary>
    public static Quantity Duration { get; } = Define(
        "duration", "Duration", new("s"), new("µs", 1, 1e6, Alias: "us"), new("ms", 1, 1000), new("min", 60), new("h", 3600), new("d", 86_400));

    /// <summary>Length, m.</summary>
    public static Quantity Length { get; } = Define("length", "Length", new("m"), new("mm", 1, 1000), new("cm", 1, 100), new("km", 1000));

    /// <summary>Angle, °.</summary>
    public static Quantity Angle { get; } = Define("angle", "Angle", new("°", Alias: "deg"));

    /// <summary>Rotational speed, 1/min.</summary>
    public static Quantity Speed { get; } = Define("speed", "Rotational speed", new("1/min", Alias: "rpm"), new UnitDefinition("1/s", 60));

    /// <summary>Velocity of wind, ships or fluids, m/s.</summary>
    public static Quantity Velocity { get; } = Define("velocity", "Velocity of wind, ships, fluids", new("m/s"), new("km/h", 1000, 3600), new("kn", 1852, 3600));

    /// <summary>Irradiance, W/m².</summary>
    public static Quantity Irradiance { get; } = Define(
        "irradiance", "Solar irradiance", new("W/m²", Alias: "W/m2"), new UnitDefinition("kW/m²", 1000, Alias: "kW/m2"));

    /// <summary>Mass, kg.</summary>
    public static Quantity Mass { get; } = Define("mass", "Mass", new("kg"), new("g", 1, 1000), new("t", 1000));

    /// <summary>Mass flow, kg/s.</summary>
    public static Quantity MassFlow { get; } = Define(
        "massFlow", "Mass flow", new("kg/s"), new("g/s", 1, 1000), new("kg/h", 1, 3600), new("t/h", 1000, 3600));

    /// <summary>Volume flow, m³/s.</summary>
    public static Quantity VolumeFlow { get; } = Define(
        "volumeFlow", "Volume flow",
        new("m³/s", Alias: "m3/s"), new("m³/h", 1, 3600, Alias: "m3/h"), new("l/s", 1, 1000), new("l/min", 1, 60_000));

    /// <summary>Pressure, Pa.</summary>
    public static Quantity Pressure { get; } = Define(
        "pressure", "Pressure", new("Pa"), new("hPa", 100), new("kPa", 1000), new("MPa", 1e6), new("mbar", 100), new("bar", 100_000));

    /// <summary>Money, €.</summary>
    public static Quantity Money { get; } = Define("money", "Money", new("€", Alias: "EUR"), new UnitDefinition("ct", 1, 100));

    /// <summary>Price of energy, €/kWh.</summary>
    public static Quantity EnergyPrice { get; } = Define(
        "energyPrice", "Price of energy",
        new("€/kWh", Alias: "EUR/kWh"), new("€/MWh", 1, 1000, Alias: "EUR/MWh"), new("ct/kWh", 1, 100));

    /// <summary>Carbon intensity of energy, g/kWh.</summary>
    public static Quantity CarbonIntensity { get; } = Define(
        "carbonIntensity", "Carbon dioxide equivalent per energy", new("g/kWh"), new("kg/kWh", 1000), new("kg/MWh"));

    /// <summary>All quantities, in the order of the catalog.</summary>
    public static IReadOnlyList<Quantity> All => Defined;

    /// <summary>Finds a quantity by its key.</summary>
    /// <param name="key">The key as written in descriptions, such as <c>reactivePower</c>.</param>
    /// <param name="quantity">The quantity; null when there is none of that key.</param>
    public static bool TryGet(string key, [NotNullWhen(true)] out Quantity? quantity)
    {
        quantity = Defined.Find(candidate => candidate.Key == key);
        return quantity is not null;
    }

    private static Quantity Define(string key, string about, UnitDefinition canonical, params UnitDefinition[] others)
    {
        var quantity = new Quantity(key, about, canonical, others);
        Defined.Add(quantity);
        return quantity;
    }
}
