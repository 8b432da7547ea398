using System.Collections.Immutable;
using System.Globalization;
using Twins.Energy.Forecasting;

namespace Twins.Tests.Energy.Forecasting;

/// <summary>
/// A year of nine houses in Fontana, California, hour by hour from 31 July 2016, 23:00 standard time (CityLearn challenge 2022).
/// The weather columns "predicted 24 h" hold what the weather then was, 24 hours later: a perfect forecast.
/// </summary>
internal sealed class CityLearnYear
{
    public const double LatitudeDeg = 34.1;
    public const double LongitudeDeg = -117.4;
    private const int Houses = 9;
    private const int ForecastHours = 24;

    private static readonly DateTimeOffset Start = new(2016, 7, 31, 23, 0, 0, TimeSpan.FromHours(-8));

    private CityLearnYear(string folder)
    {
        Loads = [.. Enumerable.Range(1, Houses).Select(house => Read(folder, $"Building_{house}.csv", "non_shiftable_load"))];
        Photovoltaics = [.. Enumerable.Range(1, Houses).Select(house => Read(folder, $"Building_{house}.csv", "solar_generation"))];
        Price = Read(folder, "pricing.csv", "electricity_pricing");
        CarbonIntensity = Read(folder, "carbon_intensity.csv", "carbon_intensity");
        Temperature = DayAhead(Read(folder, "weather.csv", "outdoor_dry_bulb_temperature_predicted_3"));
        Diffuse = DayAhead(Read(folder, "weather.csv", "diffuse_solar_irradiance_predicted_3"));
        Direct = DayAhead(Read(folder, "weather.csv", "direct_solar_irradiance_predicted_3"));
        Aggregate = Together([.. Enumerable.Range(0, Houses)]);
        AllRoofs = new("all roofs", Start, TimeSpan.FromHours(1), Sum(Photovoltaics));
    }

    public static string Missing => "the CityLearn data (shared/data/citylearn) are not there";

    public ImmutableArray<RegularSeries> Loads { get; }

    public RegularSeries Aggregate { get; }

    public ImmutableArray<RegularSeries> Photovoltaics { get; }

    /// <summary>The roofs together, a kW on each.</summary>
    public RegularSeries AllRoofs { get; }

    public RegularSeries Price { get; }

    /// <summary>Of the grid, in kg/kWh.</summary>
    public RegularSeries CarbonIntensity { get; }

    /// <summary>The temperature as forecast a day before.</summary>
    public RegularSeries Temperature { get; }

    public RegularSeries Diffuse { get; }

    public RegularSeries Direct { get; }

    /// <summary>The load of several houses.</summary>
    /// <param name="houses">Which, from 0.</param>
    public RegularSeries Together(ImmutableArray<int> houses) =>
        new("aggregate load", Start, TimeSpan.FromHours(1), Sum([.. houses.Select(house => Loads[house])]));

    /// <summary>Looks for the folder beside the repository; null when it is absent.</summary>
    public static CityLearnYear? TryLoad()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var data = Path.Combine(folder.FullName, "shared", "data", "citylearn");
            if (Directory.Exists(data))
            {
                return new(data);
            }
        }

        return null;
    }

    /// <summary>Moves each forecast to the hour that it speaks of; so every value was known 24 hours before its hour.</summary>
    private static RegularSeries DayAhead(RegularSeries forecasts)
    {
        var values = new double[forecasts.Count];
        values.AsSpan(0, ForecastHours).Fill(double.NaN);
        forecasts.Values[..^ForecastHours].CopyTo(values.AsSpan(ForecastHours));
        return new(forecasts.Name, forecasts.Start, forecasts.Step, values);
    }

    private static RegularSeries Read(string folder, string file, string column)
    {
        var lines = File.ReadAllLines(Path.Combine(folder, file));
        var index = Array.IndexOf(lines[0].Split(','), column);
        var values = lines.Skip(1).Select(line => double.Parse(line.Split(',')[index], CultureInfo.InvariantCulture)).ToArray();
        return new($"{file} {column}", Start, TimeSpan.FromHours(1), values);
    }

    private static double[] Sum(ImmutableArray<RegularSeries> all)
    {
        var sum = new double[all[0].Count];
        foreach (var series in all)
        {
            for (var hour = 0; hour < sum.Length; hour++)
            {
                sum[hour] += series.Values[hour];
            }
        }

        return sum;
    }
}
