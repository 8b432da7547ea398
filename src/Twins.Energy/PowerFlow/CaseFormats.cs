using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace Twins.Energy.PowerFlow;

/// <summary>
/// Reads MATPOWER case files, version 2: <c>mpc.baseMVA</c>, <c>mpc.bus</c>, <c>mpc.gen</c> and <c>mpc.branch</c>
/// (MATPOWER User's Manual, appendix B). The generators' reactive limits become limits of their bus, its load taken off. Out-of-service generators and branches and isolated buses are left out.
/// The distribution cases give impedances in Ω and loads in kW and convert them by two statements at their end: those two
/// are understood; any other statement that changes a matrix is refused, because the file is read as data, not run.
/// </summary>
public static class MatpowerCaseFormat
{
    private const double Mega = 1e6;

    /// <summary>Kilovolts by which a per-unit case without base voltages is read.</summary>
    private const double UnstatedBaseKilovolt = 1;

    /// <summary>Reads a case.</summary>
    /// <param name="text">The text of the .m file.</param>
    /// <exception cref="FormatException">A matrix is missing, has a row that is too short, or refers to a bus that is not there.</exception>
    public static NetworkCase Read(string text)
    {
        var source = new MatpowerText(text);
        var baseMva = source.Scalar("baseMVA");
        source.ThrowOnOtherStatements();
        var rows = source.Matrix("bus", columns: 13).Where(row => (int)row[1] != 4).ToList();
        var nominal = rows.ToDictionary(row => (int)row[0], row => 1000 * (row[9] > 0 ? row[9] : UnstatedBaseKilovolt));
        var generators = source.Matrix("gen", columns: 8).Where(row => row[7] > 0).ToLookup(row => (int)row[0]);
        return new NetworkCase
        {
            Name = source.Name,
            BasePower = baseMva * Mega,
            AcBuses = [.. rows.Select(row => Bus(row, nominal, generators[(int)row[0]], source.LoadsInKilowatts ? 1e3 : Mega))],
            AcBranches = Branches(source, nominal, baseMva),
        };
    }

    private static AcBus Bus(double[] row, Dictionary<int, double> nominal, IEnumerable<double[]> generators, double loadUnit)
    {
        var units = generators.ToList();
        var control = ((int)row[1], units.Count) switch
        {
            (3, _) => AcBusControl.Slack,
            (2, > 0) => AcBusControl.Voltage,
            _ => AcBusControl.Load,
        };
        return new AcBus(Key(row[0]), nominal[(int)row[0]])
        {
            Control = control,
            VoltageSetpoint = control != AcBusControl.Load && units.Count > 0 ? units[0][5] : Math.Max(row[7], 0.1),
            Angle = row[8],
            ActivePower = units.Sum(unit => unit[1]) * Mega - row[2] * loadUnit,
            ReactivePower = units.Sum(unit => unit[2]) * Mega - row[3] * loadUnit,
            MaxReactivePower = control == AcBusControl.Voltage ? Limit(units.Sum(unit => unit[3]) * Mega - row[3] * loadUnit) : null,
            MinReactivePower = control == AcBusControl.Voltage ? Limit(units.Sum(unit => unit[4]) * Mega - row[3] * loadUnit) : null,
            ShuntConductance = row[4] * Mega,
            ShuntSusceptance = row[5] * Mega,
        };
    }

    private static ImmutableArray<AcBranch> Branches(MatpowerText source, Dictionary<int, double> nominal, double baseMva)
    {
        var branches = ImmutableArray.CreateBuilder<AcBranch>();
        var number = 0;
        foreach (var row in source.Matrix("branch", columns: 11))
        {
            number++;
            if (row[10] <= 0)
            {
                continue;
            }

            if (!nominal.TryGetValue((int)row[1], out var voltage) || !nominal.ContainsKey((int)row[0]))
            {
                throw new FormatException($"mpc.branch row {number} refers to bus {row[0]} or {row[1]}, which is not in mpc.bus.");
            }

            var baseImpedance = voltage * voltage / (baseMva * Mega);
            branches.Add(Branch(row, number, source.ImpedancesInOhms ? 1 : baseImpedance, baseImpedance, voltage));
        }

        return branches.ToImmutable();
    }

    private static AcBranch Branch(double[] row, int number, double impedanceUnit, double baseImpedance, double voltage) =>
        new($"{Key(row[0])}-{Key(row[1])}#{number}", Key(row[0]), Key(row[1]), row[2] * impedanceUnit, row[3] * impedanceUnit)
        {
            ChargingSusceptance = row[4] / baseImpedance,
            RatedCurrent = row[5] > 0 ? row[5] * Mega / (Math.Sqrt(3) * voltage) : null,
            TapRatio = row[8] == 0 ? 1 : row[8],
            PhaseShift = row[9],
        };

    private static double? Limit(double value) => double.IsFinite(value) ? value : null;

    private static string Key(double number) => ((int)number).ToString(CultureInfo.InvariantCulture);
}

/// <summary>The assignments of a MATPOWER case file, without its comments.</summary>
internal sealed partial class MatpowerText
{
    private readonly string _text;

    public MatpowerText(string text)
    {
        _text = Comment().Replace(text, "");
        Name = Function().Match(_text) is { Success: true } match ? match.Groups["name"].Value : "";
    }

    public string Name { get; }

    /// <summary>Whether the file converts its impedances from Ω at its end.</summary>
    public bool ImpedancesInOhms => OhmConversion().IsMatch(_text);

    /// <summary>Whether the file converts its loads from kW at its end.</summary>
    public bool LoadsInKilowatts => KilowattConversion().IsMatch(_text);

    public void ThrowOnOtherStatements()
    {
        var rest = KilowattConversion().Replace(OhmConversion().Replace(_text, ""), "");
        if (MatrixChange().Match(rest) is { Success: true } change)
        {
            throw new FormatException($"The statement '{change.Value.Trim()}' changes a matrix; the file is read as data, and only the conversions from ohms and kW are understood.");
        }
    }

    public double Scalar(string name)
    {
        var match = Regex.Match(_text, $@"mpc\.{name}\s*=\s*(?<value>[^;\[\]]+);", RegexOptions.None, TimeSpan.FromSeconds(1));
        return match.Success
            ? Number(match.Groups["value"].Value.Trim(), $"mpc.{name}")
            : throw new FormatException($"The file has no 'mpc.{name}'.");
    }

    public IReadOnlyList<double[]> Matrix(string name, int columns)
    {
        var match = Regex.Match(_text, $@"mpc\.{name}\s*=\s*\[(?<rows>[^\]]*)\]", RegexOptions.None, TimeSpan.FromSeconds(1));
        if (!match.Success)
        {
            throw new FormatException($"The file has no matrix 'mpc.{name}'.");
        }

        var rows = match.Groups["rows"].Value
            .Split([';', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .ToList();
        return [.. rows.Select((row, index) => Row(row, $"mpc.{name} row {index + 1}", columns))];
    }

    private static double[] Row(string text, string place, int columns)
    {
        var cells = text.Split([' ', '\t', ',', '\r'], StringSplitOptions.RemoveEmptyEntries);
        return cells.Length >= columns
            ? [.. cells.Select(cell => Number(cell, place))]
            : throw new FormatException($"{place} has {cells.Length} columns; at least {columns} are needed.");
    }

    private static double Number(string text, string place) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new FormatException($"{place}: '{text}' is not a number.");

    [GeneratedRegex("%[^\n]*", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Comment();

    [GeneratedRegex(@"mpc\.branch\(:,\s*\[BR_R,?\s*BR_X\]\)\s*=\s*mpc\.branch\(:,\s*\[BR_R,?\s*BR_X\]\)\s*/\s*\(Vbase\^2\s*/\s*Sbase\);", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex OhmConversion();

    [GeneratedRegex(@"mpc\.bus\(:,\s*\[PD,?\s*QD\]\)\s*=\s*mpc\.bus\(:,\s*\[PD,?\s*QD\]\)\s*/\s*1e3;", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex KilowattConversion();

    [GeneratedRegex(@"mpc\.(bus|branch|gen)\([^\n]*\)\s*=[^\n]*", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex MatrixChange();

    [GeneratedRegex(@"function\s+mpc\s*=\s*(?<name>\w+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Function();
}

/// <summary>
/// Network cases as JSON: the records of <see cref="NetworkCase"/> by their names in lowerCamelCase, in SI units.
/// Unknown members are refused, so that a mistyped value is not lost.
/// </summary>
public static class JsonCaseFormat
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
        NumberHandling = JsonNumberHandling.Strict,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <summary>Reads a case.</summary>
    /// <exception cref="FormatException">The text is not a case; the message names line and member.</exception>
    public static NetworkCase Read(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<NetworkCase>(json, Options)
                ?? throw new FormatException("The text is 'null'; a network case is an object.");
        }
        catch (JsonException error)
        {
            throw new FormatException($"Not a network case: {error.Message}", error);
        }
    }

    /// <summary>Writes a case.</summary>
    public static string Write(NetworkCase network) => JsonSerializer.Serialize(network, Options);
}
